package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Events of PagerDuty's Events API v2. One alert is one incident, by its dedup_key, however often an event is sent. */
final class PagerDutyEvents {
    private static final Map<String, String> SEVERITIES =
            Map.of("P0", "critical", "P1", "error", "P2", "warning", "P3", "info");
    private static final int SUMMARY = 1024;

    private final String routingKey;
    private final Links links;
    private final ObjectMapper json;

    PagerDutyEvents(String routingKey, Links links, ObjectMapper json) {
        this.routingKey = routingKey;
        this.links = links;
        this.json = json;
    }

    /** The request's body. It holds the routing key, so it must not be kept. */
    String of(AlertMessage message) {
        ObjectNode body = json.createObjectNode();
        String action = action(message.kind());
        body.put("routing_key", routingKey)
                .put("event_action", action)
                .put("dedup_key", "serai/%s/alert/%d".formatted(links.name(), message.alert()));
        if (action.equals("trigger")) {
            describe(body, message);
        }
        return body.toString();
    }

    private static String action(String kind) {
        return switch (kind) {
            case "acknowledged" -> "acknowledge";
            case "resolved" -> "resolve";
            default -> "trigger";
        };
    }

    private void describe(ObjectNode body, AlertMessage message) {
        body.put("client", "Serai");
        if (!links.alert(message).isEmpty()) {
            body.put("client_url", links.alert(message));
        }
        if (!links.runbook(message).isEmpty()) {
            body.putArray("links")
                    .addObject()
                    .put("href", links.runbook(message))
                    .put("text", "Runbook " + message.runbook());
        }
        ObjectNode payload = body.putObject("payload");
        payload.put("summary", cut("%s %s".formatted(message.severity(), message.headline())))
                .put("source", "serai/" + links.name())
                .put("severity", SEVERITIES.getOrDefault(message.severity(), "warning"))
                .put("timestamp", message.at())
                .put("component", message.source())
                .put("class", message.source());
        payload.putObject("custom_details")
                .put("text", message.text())
                .put("key", message.key())
                .put("org", message.org())
                .put("since", message.since())
                .put("count", message.count())
                .put("runbook", message.runbook());
    }

    private static String cut(String text) {
        return text.length() <= SUMMARY ? text : text.substring(0, SUMMARY - 1) + "…";
    }
}
