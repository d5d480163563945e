package dev.serai.mirror;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Hands a stored event to its provider's reader and lays what it says where the routes' statements look for it. */
public final class EventIntake {
    private static final ObjectMapper READER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper WRITER =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private final String provider;
    private final EventReader reader;

    public EventIntake(String provider, EventReader reader) {
        this.provider = provider;
        this.reader = reader;
    }

    /** Body: the event's bytes. Sets {@code outcome} to ignored, or what {@code sql/mirror/observe.sql} wants. */
    public void read(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Fields event = parse(message.getBody(byte[].class));
        Optional<Reading> reading = reader.read(message.getHeader("eventType", "", String.class), event);
        message.setHeader("effects", "[]");
        message.removeHeader("effectOrg");
        message.setHeader("outcome", reading.isEmpty() ? "ignored" : "read");
        if (reading.isPresent()) {
            lay(reading.get(), message);
        }
    }

    /** Sets the headers that {@code sql/mirror/observe.sql} and what follows it want. */
    public void lay(Reading reading, Message message) throws JsonProcessingException {
        message.setHeader("observer", provider);
        message.setHeader("observations", WRITER.writeValueAsString(reading.observations()));
        message.setHeader(
                "kinds",
                reading.observations().stream()
                        .map(Observation::kind)
                        .distinct()
                        .toList());
        message.setHeader("locks", WRITER.writeValueAsString(reading.locks()));
        message.setHeader("owner", reading.owner());
    }

    /**
     * Reads JSON of others within bounds.
     *
     * @throws Refusal when it is not one JSON object
     */
    public static Fields parse(byte[] body) {
        try {
            JsonNode node = READER.readTree(body);
            if (node.isObject()) {
                return new Fields(node);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private static Refusal unreadable(@Nullable IOException e) {
        String detail = "The event's body is not one JSON object";
        String help = "Look at the event's body; nothing of it was applied";
        return e == null
                ? Refusal.of(Reason.EVENT_UNREADABLE, detail, help)
                : Refusal.of(Reason.EVENT_UNREADABLE, detail, help, e);
    }
}
