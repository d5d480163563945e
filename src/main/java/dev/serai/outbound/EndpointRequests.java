package dev.serai.outbound;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Requests about endpoints, and what they are refused for. */
public final class EndpointRequests {
    private final EndpointUrls urls;
    private final OutboundSettings settings;

    EndpointRequests(EndpointUrls urls, OutboundSettings settings) {
        this.urls = urls;
        this.settings = settings;
    }

    /** Body: {@code url}, {@code events} and perhaps {@code description}; become headers, with a new id. */
    public void register(Exchange exchange) {
        Message message = exchange.getMessage();
        read(message);
        if (message.getHeader("description") == null) {
            message.setHeader("description", "");
        }
        message.setHeader("endpointId", UUID.randomUUID().toString());
        message.setHeader("most", settings.endpointsPerOrg());
    }

    /** Body: any of {@code url}, {@code events}, {@code description} and {@code paused}; become headers, perhaps null. */
    public void change(Exchange exchange) {
        read(exchange.getMessage());
    }

    private void read(Message message) {
        Map<?, ?> body = message.getBody(Map.class);
        requireUrl(body.get("url"));
        message.setHeader("url", body.get("url"));
        message.setHeader("events", body.get("events") instanceof List<?> events ? array(events) : null);
        message.setHeader("description", body.get("description"));
        message.setHeader("paused", body.get("paused"));
        message.setBody(null);
    }

    private static String[] array(List<?> events) {
        return events.stream().map(String::valueOf).distinct().toArray(String[]::new);
    }

    private void requireUrl(@Nullable Object url) {
        if (url == null) {
            return;
        }
        List<Finding> findings = urls.problems(url.toString()).stream()
                .map(problem -> new Finding("/body/url", problem))
                .toList();
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.ENDPOINT_URL_REFUSED,
                    "The hub does not send to this URL; %s"
                            .formatted(findings.getFirst().message()),
                    "Give the https URL of a server on the public internet",
                    findings);
        }
    }

    /** Header {@code rotationSeconds}, how long the secret before goes on signing. */
    public void rotation(Exchange exchange) {
        exchange.getMessage()
                .setHeader("rotationSeconds", (double) settings.rotation().toSeconds());
    }

    /** Header {@code since}: a moment, or null for all. */
    public void requireSince(Exchange exchange) {
        String since = exchange.getMessage().getHeader("since", String.class);
        try {
            if (since != null) {
                OffsetDateTime.parse(since);
            }
        } catch (DateTimeException e) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "\"%s\" is no moment".formatted(since),
                    "Give one like 2026-03-01T12:00:00Z",
                    List.of(new Finding("/query/since", "is no moment")));
        }
    }

    public void refuseUnknown(Exchange exchange) {
        throw Refusal.of(
                Reason.ENDPOINT_UNKNOWN,
                "Webhook endpoint %s does not exist in your org".formatted(header(exchange, "endpointId")),
                "List them with GET /api/webhook-endpoints");
    }

    public void refuseMore(Exchange exchange) {
        throw Refusal.of(
                Reason.ENDPOINTS_FULL,
                "The org has %d webhook endpoints, as many as it may".formatted(settings.endpointsPerOrg()),
                "Delete one that is not needed, or let one receive more types");
    }

    /** Of an endpoint that rests: a test or a replay would lead to nothing. */
    public void refuseResting(Exchange exchange) {
        throw Refusal.of(
                Reason.ENDPOINT_RESTS,
                "Webhook endpoint %s is paused or disabled; nothing is sent to it"
                        .formatted(header(exchange, "endpointId")),
                "Enable it first with POST /api/webhook-endpoints/{endpointId}/enable");
    }

    /** Of a delivery that the replay did not touch. Body: rows of {@code delivery-find.sql}. */
    public void refuseReplay(Exchange exchange) {
        String id = header(exchange, "deliveryId");
        boolean known = !exchange.getMessage().getBody(List.class).isEmpty();
        throw known
                ? Refusal.of(
                        Reason.DELIVERY_UNDER_WAY,
                        "Delivery %s is being sent at this moment".formatted(id),
                        "Look at its attempts in a few seconds")
                : Refusal.of(
                        Reason.ENDPOINT_DELIVERY_UNKNOWN,
                        "Delivery %s does not exist at this endpoint".formatted(id),
                        "List them with GET /api/webhook-endpoints/{endpointId}/deliveries");
    }

    private static String header(Exchange exchange, String name) {
        return String.valueOf(exchange.getMessage().getHeader(name));
    }
}
