package dev.serai.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/** Opens the JSON envelope of a stage message; it carries ids only, the job row holds the truth. */
public final class Envelope {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ObjectMapper json;

    Envelope(ObjectMapper json) {
        this.json = json;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Wake(int v, @Nullable String id, @Nullable String stage) {}

    /** Sets {@code jobId} and {@code stage} as headers; everything else comes from the job's row. Leaves no body. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        // Kafka headers come from the network; nothing of them is wanted further on, nor when the body is refused.
        message.removeHeaders("*");
        Wake wake = parsed(message.getBody(String.class));
        requireSense(wake, topic);
        message.setHeader("jobId", wake.id());
        message.setHeader("stage", wake.stage());
        message.setBody(null); // camel-sql would try to make a map of a text, once for each parameter
    }

    /** A wake-up on another stage's topic would make that stage's steps end a stage that they never did. */
    private static void requireSense(Wake wake, @Nullable String topic) {
        if (!("serai.documents." + wake.stage()).equals(topic)) {
            throw refused("The envelope is for the stage %s; it came by the topic %s".formatted(wake.stage(), topic));
        }
        if (!isUuid(wake.id())) {
            throw refused("The envelope names no job: its id is no UUID");
        }
    }

    private static boolean isUuid(@Nullable String id) {
        return id != null && UUID_FORM.matcher(id).matches();
    }

    private static Refusal refused(String detail) {
        return Refusal.of(Reason.STAGE_FAILED, detail, "Find out who writes to the topic");
    }

    private Wake parsed(@Nullable String text) {
        Wake wake = read(text == null ? "null" : text);
        if (wake == null) {
            throw refused("The envelope is empty");
        }
        if (wake.v() != 1) {
            throw Refusal.of(
                    Reason.STAGE_FAILED,
                    "The envelope has version %d; this node knows version 1".formatted(wake.v()),
                    "Upgrade this node");
        }
        return wake;
    }

    private @Nullable Wake read(String text) {
        try {
            return json.readValue(text, Wake.class);
        } catch (JsonProcessingException e) {
            throw Refusal.of(Reason.STAGE_FAILED, "The envelope is not JSON", "Find out who writes to the topic", e);
        }
    }
}
