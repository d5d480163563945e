package dev.serai.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.live.RouteId;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a failed attempt means: another attempt later, or a dead letter with its cause. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final int LONGEST_MESSAGE = 2_000;
    private static final List<String> PAYLOAD = List.of("jobId", "documentId", "version", "stage", "attempt");
    private static final List<String> HEADERS = List.of("worker", "routeRevision", "stageAttempt", "leaseSeconds");

    private final PipelineSettings settings;
    private final ObjectMapper json;
    private final RandomGenerator random;

    Failures(PipelineSettings settings, ObjectMapper json, RandomGenerator random) {
        this.settings = settings;
        this.json = json;
        this.random = random;
    }

    /** Sets {@code retry} and all that the SQL of retry and dead letter wants as headers. */
    public void judge(Exchange exchange) throws JsonProcessingException {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Message message = exchange.getMessage();
        Causes causes = Causes.of(thrown);
        String stage = message.getHeader("stage", String.class);
        int attempt = message.getHeader("stageAttempt", 1, Integer.class);
        boolean retry = causes.passing() && attempt < settings.stage(stage).attempts();
        describe(exchange, causes);
        message.setHeader("retry", retry);
        message.setHeader("delaySeconds", delay(settings.stage(stage), attempt).toMillis() / 1000.0);
        log.atWarn()
                .addKeyValue("jobId", message.getHeader("jobId"))
                .addKeyValue("documentId", message.getHeader("documentId"))
                .addKeyValue("stage", stage)
                .addKeyValue("attempt", attempt)
                .addKeyValue("code", causes.code())
                .addKeyValue("retry", retry)
                .setCause(causes.defect() ? thrown : null)
                .log("stage attempt failed");
    }

    private void describe(Exchange exchange, Causes causes) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.setHeader("errorCode", causes.code());
        message.setHeader("errorClass", causes.errorClass());
        message.setHeader("errorMessage", causes.message(LONGEST_MESSAGE));
        message.setHeader("errorHelp", causes.help());
        message.setHeader("exceptionClass", causes.thrown().getClass().getName());
        message.setHeader("causeChain", causes.chain());
        message.setHeader("causeClass", causes.kind().text());
        message.setHeader("dependency", causes.dependency());
        message.setHeader("stack", causes.stack());
        String route = RouteId.logical(exchange.getProperty(Exchange.FAILURE_ROUTE_ID, "unknown", String.class));
        message.setHeader("failedRoute", route);
        message.setHeader("failedStep", FailedStep.of(exchange));
        message.setHeader("fingerprint", causes.fingerprint(route));
        Map<String, Object> payload = chosen(message, PAYLOAD);
        payload.put("orgId", exchange.getProperty("orgId", String.class));
        message.setHeader("payload", json.writeValueAsString(payload));
        message.setHeader("safeHeaders", json.writeValueAsString(chosen(message, HEADERS)));
    }

    /** Names that are known to be harmless: no header from outside, no secret and no content reaches a dead letter. */
    private static Map<String, Object> chosen(Message message, List<String> names) {
        Map<String, Object> chosen = new TreeMap<>();
        for (String name : names) {
            Object value = message.getHeader(name);
            if (value != null) {
                chosen.put(name, value);
            }
        }
        return chosen;
    }

    private Duration delay(PipelineSettings.Retry retry, int attempt) {
        return Backoff.after(attempt, retry.firstDelay(), retry.maxDelay(), random);
    }

    /** The reason of a failure that no refusal explains. A database that goes away ends in a mere end of stream. */
    static Reason unexplained(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (isOfDependency(t.getClass().getName().toLowerCase(Locale.ROOT))) {
                return Reason.DEPENDENCY_DOWN;
            }
        }
        return Reason.STAGE_FAILED;
    }

    private static boolean isOfDependency(String name) {
        return name.contains("sql")
                || name.contains("dataaccess")
                || name.contains("jdbc")
                || name.contains("transaction")
                || name.contains("sdkclient")
                || name.contains("s3exception")
                || name.contains("java.net.")
                || name.contains("httpoperationfailed");
    }

    static boolean passes(Refusal refusal) {
        return refusal.reason().status() >= 500;
    }
}
