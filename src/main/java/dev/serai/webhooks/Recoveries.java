package dev.serai.webhooks;

import dev.serai.http.FailedCall;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a claimed recovery and says what the failure of a page means. */
public final class Recoveries {
    private static final Logger log = LoggerFactory.getLogger(Recoveries.class);

    private final RetrySettings settings;
    private final RandomGenerator random;

    Recoveries(RetrySettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** Body in: rows of {@code recovery-claim.sql}. Headers out: the first one's columns. */
    public void open(Exchange exchange) {
        Map<String, Object> headers = new HashMap<>();
        Map<?, ?> row =
                (Map<?, ?>) exchange.getMessage().getBody(java.util.List.class).getFirst();
        row.forEach((name, value) -> headers.put((String) name, value));
        exchange.getMessage().setHeaders(headers);
    }

    /** Sets what {@code recovery-failed.sql} wants as headers. A refusal by the service is final, unless it is a delay. */
    public void judge(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Message message = exchange.getMessage();
        int failures = message.getHeader("failures", 0, Integer.class) + 1;
        FailedCall failed = FailedCall.of(thrown);
        String why = failed.status() == null
                ? "The service does not answer: %s".formatted(thrown.getClass().getSimpleName())
                : "The service answered %d".formatted(failed.status());
        message.setHeader("retry", failed.passes() && failures < settings.attempts());
        message.setHeader("delaySeconds", settings.delay(failures, random).toMillis() / 1000.0);
        message.setHeader("errorMessage", why);
        log.atWarn()
                .addKeyValue("recovery", message.getHeader("recovery"))
                .addKeyValue("failures", failures)
                .addKeyValue("why", why)
                .log("fetching events again failed");
    }
}
