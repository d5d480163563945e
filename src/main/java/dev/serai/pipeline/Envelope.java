package dev.serai.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Opens the JSON envelope of a stage message; it carries ids only, the job row holds the truth. */
public final class Envelope {
    private final ObjectMapper json;

    Envelope(ObjectMapper json) {
        this.json = json;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Wake(int v, String id, String orgId, String documentId, int version, String stage) {}

    /** Sets {@code jobId, documentId, version, stage} as headers and {@code orgId} as property for the transaction. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        Wake wake = parsed(message.getBody(String.class));
        // Kafka headers come from the network; nothing of them is wanted further on.
        message.removeHeaders("*");
        message.setHeader("jobId", wake.id());
        message.setHeader("documentId", wake.documentId());
        message.setHeader("version", wake.version());
        message.setHeader("stage", wake.stage());
        exchange.setProperty("orgId", wake.orgId());
    }

    private Wake parsed(String text) {
        try {
            Wake wake = json.readValue(text, Wake.class);
            if (wake.v() != 1) {
                throw Refusal.of(
                        Reason.STAGE_FAILED,
                        "The envelope has version %d; this node knows version 1".formatted(wake.v()),
                        "Upgrade this node");
            }
            return wake;
        } catch (JsonProcessingException e) {
            throw Refusal.of(Reason.STAGE_FAILED, "The envelope is not JSON", "Find out who writes to the topic", e);
        }
    }
}
