package dev.serai.schedules;

import dev.serai.http.RouteCaller;
import dev.serai.pipeline.Causes;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes that work off firings need besides SQL: opening a claimed row, calling the job, judging a failure. */
public final class FiringWork {
    private static final Logger log = LoggerFactory.getLogger(FiringWork.class);
    private static final int LONGEST_MESSAGE = 500;
    private static final String UNTIL = "serai.scheduleUntil";

    private final Jobs jobs;
    private final ScheduleSettings settings;
    private final RouteCaller routes;
    private final MeterRegistry meters;
    private final RandomGenerator random;

    FiringWork(Jobs jobs, ScheduleSettings settings, RouteCaller routes, MeterRegistry meters, RandomGenerator random) {
        this.jobs = jobs;
        this.settings = settings;
        this.routes = routes;
        this.meters = meters;
        this.random = random;
    }

    /** Body in: a row of {@code firing-claim.sql}. Headers out: its columns, and what the job's route is given. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        Map<String, Object> headers = new HashMap<>();
        row.forEach((name, value) -> headers.put((String) name, value));
        Job job = jobs.named((String) headers.get("job"));
        Instant slot = Instant.parse((String) headers.get("scheduledFor"));
        ZoneId zone = ZoneId.of((String) headers.get("zone"));
        headers.put("localDate", slot.atZone(zone).toLocalDate().toString());
        headers.put("timeoutMillis", Long.toString(job.timeout().toMillis()));
        message.setHeaders(headers);
        message.setBody(null);
        exchange.setProperty("orgId", headers.get("orgId"));
    }

    /** Calls the job's route on this thread, so in this transaction. Sets {@code created} and {@code duplicate}. */
    public void run(Exchange exchange) {
        Message message = exchange.getMessage();
        Job job = jobs.named(message.getHeader("job", String.class));
        if (message.getHeader("attempt", 1, Integer.class) > job.attempts()) {
            throw Refusal.of(
                    Reason.FIRING_ABANDONED,
                    "Every node that ran %s was gone before it was done".formatted(job.name()),
                    "Look at the logs of the nodes, then run the slot again");
        }
        Map<String, Object> headers = new HashMap<>();
        for (String name : List.of("job", "orgId", "scheduledFor", "zone", "localDate")) {
            headers.put(name, message.getHeader(name));
        }
        Message answer = routes.call(job.route(), null, headers, null).getMessage();
        message.setHeader("created", answer.getHeader("created", 0, Integer.class));
        message.setHeader("duplicate", answer.getHeader("duplicate", 0, Integer.class));
    }

    /** Rolls back what the job did when another node has the firing by now. */
    public void requireFence(Exchange exchange) {
        if (exchange.getMessage().getHeader("CamelSqlRowCount", 0, Integer.class) == 0) {
            throw new FiringTakenOverException();
        }
    }

    /** After the commit. */
    public void note(Exchange exchange) {
        count(exchange.getMessage(), "done");
    }

    /** Sets what {@code firing-failed.sql} wants as headers. */
    public void judge(Exchange exchange) {
        Causes causes = Causes.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Message message = exchange.getMessage();
        Job job = jobs.named(message.getHeader("job", String.class));
        int attempt = message.getHeader("attempt", 1, Integer.class);
        boolean retry = attempt < job.attempts();
        boolean late = Timeouts.isCause(causes.thrown());
        String code = late ? Reason.FIRING_TOO_LONG.code() : causes.code();
        message.setHeader("retry", retry);
        message.setHeader("delaySeconds", settings.delay(attempt, random).toMillis() / 1000.0);
        message.setHeader("errorCode", code);
        message.setHeader(
                "errorMessage",
                late ? "It took longer than %s".formatted(job.timeout()) : causes.message(LONGEST_MESSAGE));
        count(message, retry ? "retried" : "failed");
        log.atWarn()
                .addKeyValue("job", job.name())
                .addKeyValue("slot", message.getHeader("scheduledFor"))
                .addKeyValue("org", message.getHeader("orgId"))
                .addKeyValue("attempt", attempt)
                .addKeyValue("code", code)
                .addKeyValue("retry", retry)
                .setCause(causes.defect() && !late ? causes.thrown() : null)
                .log("scheduled job failed");
    }

    /** Body: rows of {@code firing-add.sql}. Counts what was missed. */
    public void countMissed(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        for (Object row : rows) {
            Map<?, ?> columns = (Map<?, ?>) row;
            meters.counter("serai.schedules.firings", "job", String.valueOf(columns.get("job")), "outcome", "missed")
                    .increment(((Number) columns.get("missed")).doubleValue());
        }
    }

    /** Body: rows of {@code firing-add.sql}; header {@code revived}. Sets {@code mine}: what this call made or revived. */
    public void mine(Exchange exchange) {
        Message message = exchange.getMessage();
        List<?> rows = message.getBody(List.class);
        String added = rows.isEmpty() ? "[]" : String.valueOf(((Map<?, ?>) rows.getFirst()).get("ids"));
        String revived = message.getHeader("revived", "[]", String.class);
        message.setHeader("mine", joined(added, revived));
    }

    /** Two JSON arrays of numbers as one. */
    private static String joined(String one, String other) {
        String separator = one.equals("[]") || other.equals("[]") ? "" : ",";
        return one.substring(0, one.length() - 1) + separator + other.substring(1);
    }

    /** From here on, whoever asked waits no longer than one attempt may take. Sets the property {@code more}. */
    public void begin(Exchange exchange) {
        Job job = jobs.named(exchange.getMessage().getHeader("job", String.class));
        exchange.setProperty(UNTIL, System.nanoTime() + job.timeout().toNanos());
        exchange.setProperty("more", true);
    }

    /** Sets the property {@code more}: something was claimed, and there is time for more. */
    public void goOn(Exchange exchange) {
        boolean some = exchange.getMessage().getHeader("CamelSqlRowCount", 0, Integer.class) > 0;
        long left = exchange.getProperty(UNTIL, 0L, Long.class) - System.nanoTime();
        exchange.setProperty("more", some && left > 0);
    }

    private void count(Message message, String outcome) {
        String job = message.getHeader("job", String.class);
        meters.counter("serai.schedules.firings", "job", job, "outcome", outcome)
                .increment();
    }

    /** The lease ended and another node runs the firing; nothing of this attempt stays. */
    private static final class FiringTakenOverException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        FiringTakenOverException() {
            super("another node has the firing");
        }
    }
}
