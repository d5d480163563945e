package dev.serai.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Applies events as the worker of webhooks does: one transaction of the hub's own login around the provider's route. */
public final class Events {
    public static final ObjectMapper JSON = new ObjectMapper();

    /** A stored event. */
    public record Event(String provider, String id, String type, String body) {}

    /** What a route answered. */
    public record Outcome(
            String outcome, JsonNode effects, @Nullable String org) {}

    private final ProducerTemplate camel;
    private final TransactionTemplate transaction;

    public Events(TestHub hub) {
        var context = hub.hub().context();
        camel = context.getBean(CamelContext.class).createProducerTemplate();
        transaction = new TransactionTemplate(context.getBean("systemTransactions", PlatformTransactionManager.class));
    }

    public static Event stripe(String id, String type, long created, ObjectNode object) {
        ObjectNode event = JSON.createObjectNode();
        event.put("id", id).put("object", "event").put("type", type).put("created", created);
        event.putObject("data").set("object", object);
        return new Event("stripe", id, type, event.toString());
    }

    public static Event clerk(String id, String type, long timestamp, String data) {
        String body =
                "{\"object\":\"event\",\"type\":\"%s\",\"timestamp\":%d,\"data\":%s}".formatted(type, timestamp, data);
        return new Event("clerk", id, type, body);
    }

    public Outcome apply(Event event) {
        return Objects.requireNonNull(transaction.execute(status -> send(event)));
    }

    private Outcome send(Event event) {
        String route = event.provider().equals("stripe") ? "direct:billing-apply" : "direct:identity-apply";
        Exchange answer = camel.request(route, exchange -> {
            Message message = exchange.getMessage();
            message.setBody(event.body().getBytes(StandardCharsets.UTF_8));
            message.setHeader("eventId", event.id());
            message.setHeader("eventType", event.type());
            message.setHeader("eventSeq", 1L);
        });
        if (answer.getException() != null) {
            throw answer.getException() instanceof RuntimeException r
                    ? r
                    : new IllegalStateException(answer.getException());
        }
        return outcome(answer.getMessage());
    }

    private static Outcome outcome(Message message) {
        try {
            return new Outcome(
                    String.valueOf(message.getHeader("outcome")),
                    JSON.readTree(message.getHeader("effects", String.class)),
                    message.getHeader("effectOrg", String.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
