package dev.serai.webhooks;

import dev.serai.pipeline.Causes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes that work off events need besides SQL: opening a claimed row, the fence, and what a failure means. */
public final class EventWork {
    private static final Logger log = LoggerFactory.getLogger(EventWork.class);
    private static final int LONGEST_MESSAGE = 500;
    private static final String BEGUN = "serai.begun";

    private final RetrySettings settings;
    private final MeterRegistry meters;
    private final RandomGenerator random;
    private final Pace pace;

    EventWork(RetrySettings settings, Pace pace, MeterRegistry meters, RandomGenerator random) {
        this.settings = settings;
        this.pace = pace;
        this.meters = meters;
        this.random = random;
    }

    /** Body in: a row of {@code event-claim.sql}. Headers out: its columns; body out: the event's bytes. */
    public void open(Exchange exchange) {
        Map<String, Object> headers = new HashMap<>();
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        row.forEach((name, value) -> headers.put((String) name, value));
        message.setBody(headers.remove("body"));
        message.setHeaders(headers);
        exchange.setProperty(BEGUN, System.nanoTime());
    }

    /** Gives way to requests, if many come. */
    public void rest(Exchange exchange) {
        pace.rest(exchange.getProperty(BEGUN, System.nanoTime(), Long.class));
    }

    /** Rolls back what was applied when another node has the event by now. */
    public void requireFence(Exchange exchange) {
        if (exchange.getMessage().getHeader("CamelSqlUpdateCount", 0, Integer.class) == 0) {
            throw new EventTakenOverException();
        }
        String outcome = exchange.getMessage().getHeader("outcome", "ignored", String.class);
        String source = exchange.getMessage().getHeader("source", String.class);
        meters.counter("serai.webhooks", "source", source, "outcome", outcome).increment();
    }

    /** Sets what {@code event-failed.sql} wants as headers. */
    public void judge(Exchange exchange) {
        Causes causes = Causes.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Message message = exchange.getMessage();
        int attempt = message.getHeader("eventAttempt", 1, Integer.class);
        boolean retry = attempt < settings.attempts();
        message.setHeader("retry", retry);
        message.setHeader("delaySeconds", settings.delay(attempt, random).toMillis() / 1000.0);
        message.setHeader("errorCode", causes.code());
        message.setHeader("errorMessage", causes.message(LONGEST_MESSAGE));
        log.atWarn()
                .addKeyValue("delivery", message.getHeader("eventSeq"))
                .addKeyValue("source", message.getHeader("source"))
                .addKeyValue("type", message.getHeader("eventType"))
                .addKeyValue("attempt", attempt)
                .addKeyValue("code", causes.code())
                .addKeyValue("retry", retry)
                .setCause(causes.defect() ? causes.thrown() : null)
                .log("webhook event failed");
    }

    /** The lease ended and another node works on the event; nothing of this attempt stays. */
    private static final class EventTakenOverException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        EventTakenOverException() {
            super("another node has the event");
        }
    }
}
