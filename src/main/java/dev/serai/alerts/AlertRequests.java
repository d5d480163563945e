package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Caller;
import dev.serai.access.ServiceKeys;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What people and monitors ask about alerts, and the refusals. */
public final class AlertRequests {
    private final ObjectMapper json;

    AlertRequests(ObjectMapper json) {
        this.json = json;
    }

    /** Body: an alert to raise. Sets its fields as headers; refuses customers, whose tokens carry the role of a member too. */
    public void raise(Exchange exchange) {
        requireMonitor(exchange);
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        for (String name : new String[] {"source", "key", "severity", "title", "runbook"}) {
            message.setHeader(name, body.get(name));
        }
        message.setHeader("text", Objects.requireNonNullElse(body.get("text"), ""));
        message.setHeader(
                "details",
                json.valueToTree(Objects.requireNonNullElse(body.get("details"), Map.of()))
                        .toString());
        message.setBody(null);
    }

    /** Sets the headers source, key and note. */
    public void clear(Exchange exchange) {
        requireMonitor(exchange);
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        message.setHeader("source", body.get("source"));
        message.setHeader("key", body.get("key"));
        message.setHeader("note", Objects.requireNonNullElse(body.get("note"), "its cause is gone"));
        message.setBody(null);
    }

    /** Body: the row of {@code alert-clear.sql}, or nothing. Body out: what the caller is told. */
    public void cleared(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(
                message.getBody() instanceof Map<?, ?> row
                        ? Map.of("alert", row.get("alert"), "cleared", row.get("cleared"))
                        : Map.of("cleared", false));
    }

    private static void requireMonitor(Exchange exchange) {
        Caller caller = Objects.requireNonNull(exchange.getProperty(RouteCaller.CALLER, Caller.class));
        if (!caller.isHubCaller() && !caller.issuer().equals(ServiceKeys.ISSUER)) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "Alerts are raised and cleared by operators and by service keys with the scope alerts; this is a person's token",
                    "Ask an operator of the hub for a key");
        }
    }

    /** Body: the row of {@code alert-create.sql}. Body out: what the caller is told. */
    public void raised(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        boolean duplicate = Boolean.TRUE.equals(row.get("duplicate"));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, duplicate ? 200 : 201);
        message.setBody(Map.of("alert", row.get("alert"), "duplicate", duplicate));
    }

    /** Sets the header note from the body, which may be absent. */
    public void note(Exchange exchange) {
        Message message = exchange.getMessage();
        @Nullable Object note = message.getBody() instanceof Map<?, ?> body ? body.get("note") : null;
        message.setHeader("note", Objects.requireNonNullElse(note, ""));
        message.setHeader(
                "details",
                json.createObjectNode()
                        .put("note", String.valueOf(message.getHeader("note")))
                        .toString());
        message.setBody(null);
    }

    /** Refuses an alert that was not found. */
    public void requireFound(Exchange exchange) {
        if (exchange.getMessage().getHeader("CamelSqlRowCount", 0, Integer.class) == 0) {
            throw Refusal.of(
                    Reason.ALERT_UNKNOWN,
                    "There is no alert %s".formatted(exchange.getMessage().getHeader("alert")),
                    "List them with GET /api/alerts");
        }
    }

    /** Body: the state before {@code alert-acknowledge.sql}. Nobody sees to what is over. */
    public void requireUnresolved(Exchange exchange) {
        if ("resolved".equals(exchange.getMessage().getBody(String.class))) {
            throw Refusal.of(
                    Reason.ALERT_STATE,
                    "The alert %s is resolved".formatted(exchange.getMessage().getHeader("alert")),
                    "Reopen it with POST /api/alerts/{alert}/reopen, if it is not over");
        }
    }

    /** Body: the row of {@code alert-reopen.sql}. Of one cause one alert is open. */
    public void requireNewest(Exchange exchange) {
        @Nullable Object newer = exchange.getMessage().getBody(Map.class).get("newer");
        if (newer != null) {
            throw Refusal.of(
                    Reason.ALERT_STATE,
                    "The same cause has the alert %s by now".formatted(newer),
                    "Look at GET /api/alerts/%s".formatted(newer));
        }
    }

    /** Body: the rows of {@code test-open.sql}. Sets the header alert; refuses a test of nothing. */
    public void tested(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof java.util.List<?> rows) || rows.isEmpty()) {
            throw Refusal.of(
                    Reason.ALERT_CHANNELS_OFF,
                    "No channel is set up",
                    "Set SERAI_ALERTS_MAIL_TO, SLACK_WEBHOOK_URL or PAGERDUTY_ROUTING_KEY and start again");
        }
        message.setHeader("alert", ((Map<?, ?>) rows.getFirst()).get("alert"));
    }
}
