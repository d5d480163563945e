package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.http.FailedCall;
import dev.serai.pipeline.Backoff;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes that tell channels need besides SQL: the messages, and what an answer means. */
public final class AlertDeliveries {
    private static final Logger log = LoggerFactory.getLogger(AlertDeliveries.class);

    private final AlertSettings settings;
    private final SlackMessages slack;
    private final PagerDutyEvents pagerDuty;
    private final Links links;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final RandomGenerator random;

    AlertDeliveries(AlertSettings settings, ObjectMapper json, MeterRegistry meters, RandomGenerator random) {
        this.settings = settings;
        this.links = new Links(settings.linkUrl(), settings.runbooksUrl());
        this.slack = new SlackMessages(links, json);
        this.pagerDuty = new PagerDutyEvents(settings.pagerduty().routingKey(), links, json);
        this.json = json;
        this.meters = meters;
        this.random = random;
    }

    /** Body in: a row of {@code delivery-claim.sql}. Out: the {@link AlertMessage}, and what ends its delivery as headers. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        message.setHeader("channel", row.get("channel"));
        message.setHeader("deliveryId", row.get("deliveryId"));
        message.setHeader("eventId", row.get("eventId"));
        message.setHeader("attempt", row.get("attempt"));
        message.setHeader("kind", row.get("kind"));
        message.setBody(AlertMessage.of(row));
        ended(message, "delivered", 0, null, null, null);
    }

    /** Body out: the message for Slack. */
    public void slack(Exchange exchange) {
        request(exchange, slack.of(exchange.getMessage().getBody(AlertMessage.class)));
        exchange.getMessage().setHeader("CamelHttpPath", settings.slack().path());
    }

    /** Body out: the event for PagerDuty. */
    public void pagerDuty(Exchange exchange) {
        request(exchange, pagerDuty.of(exchange.getMessage().getBody(AlertMessage.class)));
        exchange.getMessage().setHeader("CamelHttpPath", "/v2/enqueue");
    }

    private static void request(Exchange exchange, String body) {
        exchange.getMessage().setHeader("Content-Type", "application/json");
        exchange.getMessage().setBody(body);
    }

    /** Sets the header variables: what the template {@code alert} of a mail knows, as JSON. */
    public void mail(Exchange exchange) {
        AlertMessage alert = exchange.getMessage().getBody(AlertMessage.class);
        ObjectNode variables = json.createObjectNode();
        String runbook = links.runbook(alert);
        variables
                .put("title", alert.headline())
                .put("severity", alert.severity())
                .put("source", alert.source())
                .put("since", alert.since())
                .put("text", alert.note().isEmpty() ? alert.text() : alert.text() + "\n" + alert.note())
                .put("runbook", runbook.isEmpty() ? alert.runbook() : runbook)
                .put("link", links.alert(alert));
        exchange.getMessage().setHeader("variables", variables.toString());
    }

    /** Of the caught exception: another attempt later, or the end. Never its own text: that has the secret address. */
    public void judge(Exchange exchange) {
        Message message = exchange.getMessage();
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        FailedCall failed = FailedCall.of(caught);
        Integer status = failed.status();
        boolean passes = failed.passes();
        int attempt = message.getHeader("attempt", 1, Integer.class);
        boolean again =
                passes && attempt < settings.attempts() && !"test".equals(message.getHeader("kind", String.class));
        Duration wait = wait(attempt, Duration.ofSeconds(failed.retryAfter()));
        ended(
                message,
                again ? "waiting" : "failed",
                again ? wait.toMillis() / 1000.0 : 0,
                status,
                status == null ? (passes ? "unreachable" : "defect") : "status",
                status == null
                        ? "no answer: " + caught.getClass().getSimpleName()
                        : "answered %d%s".formatted(status, passes ? "" : ", which another attempt will not change"));
        log.atWarn()
                .addKeyValue("delivery", message.getHeader("deliveryId"))
                .addKeyValue("channel", message.getHeader("channel"))
                .addKeyValue("attempt", attempt)
                .addKeyValue("status", status)
                .addKeyValue("cause", caught.getClass().getSimpleName())
                .addKeyValue("again", again)
                .log("alert was not delivered");
    }

    private Duration wait(int attempt, Duration asked) {
        Duration planned = Backoff.after(attempt, settings.firstDelay(), settings.maxDelay(), random);
        Duration longest = settings.longestQuiet();
        Duration quiet = asked.compareTo(longest) > 0 ? longest : asked;
        return planned.compareTo(quiet) >= 0 ? planned : quiet;
    }

    private static void ended(
            Message message,
            String outcome,
            double delaySeconds,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String explanation) {
        message.setHeader("outcome", outcome);
        message.setHeader("delaySeconds", delaySeconds);
        message.setHeader("status", status);
        message.setHeader("errorCode", code);
        message.setHeader("errorMessage", explanation);
    }

    /** Nothing of a call reaches what follows. */
    public void clean(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeader("Content-Type");
        message.removeHeader("variables");
        message.removeHeaders("CamelHttp*");
        message.setBody(null);
    }

    /** Body: rows of {@code delivery-finish.sql}; none when another node has the delivery by now. */
    public void count(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean kept = message.getHeader("CamelSqlRowCount", 0, Integer.class) > 0;
        String outcome = kept ? message.getHeader("outcome", String.class) : "overtaken";
        meters.counter(
                        "serai.alert.deliveries",
                        "channel",
                        message.getHeader("channel", String.class),
                        "outcome",
                        outcome)
                .increment();
    }
}
