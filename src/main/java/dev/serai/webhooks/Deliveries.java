package dev.serai.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Refuses what cannot be shown or replayed, and shows bytes as text where they are text. */
public final class Deliveries {
    private final ObjectMapper json;

    Deliveries(ObjectMapper json) {
        this.json = json;
    }

    /** Refuses a delivery that is not there. */
    public void requireFound(Exchange exchange) {
        if (exchange.getMessage().getHeader("CamelSqlRowCount", 0, Integer.class) == 0) {
            throw unknown(exchange.getMessage());
        }
    }

    /** Body: the delivery as JSON; gets {@code body} when its bytes are UTF-8. */
    public void showText(Exchange exchange) throws JsonProcessingException {
        ObjectNode delivery = (ObjectNode) json.readTree(exchange.getMessage().getBody(String.class));
        byte[] bytes =
                Base64.getMimeDecoder().decode(delivery.path("bodyBase64").asText());
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            delivery.remove("bodyBase64");
            delivery.put("body", text);
        } catch (CharacterCodingException e) {
            delivery.put("bodyBase64", Base64.getEncoder().encodeToString(bytes)); // not text: the bytes as they are
        }
        exchange.getMessage().setBody(json.writeValueAsString(delivery));
    }

    /** Body: the state of a delivery that was not replayed; none when there is no such delivery. */
    public void refuseReplay(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getHeader("CamelSqlRowCount", 0, Integer.class) == 0) {
            throw unknown(message);
        }
        String state = message.getBody(String.class);
        throw Refusal.of(
                Reason.DELIVERY_NOT_REPLAYABLE,
                "Delivery %s is %s".formatted(message.getHeader("delivery"), state),
                state.equals("waiting")
                        ? "Wait: it is worked off by itself"
                        : "Ask the sender to send it again with a body that is JSON");
    }

    private static Refusal unknown(Message message) {
        return Refusal.of(
                Reason.DELIVERY_UNKNOWN,
                "There is no delivery %s".formatted(message.getHeader("delivery")),
                "List them with GET /api/webhooks/deliveries");
    }
}
