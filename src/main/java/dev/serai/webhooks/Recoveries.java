package dev.serai.webhooks;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a claimed recovery and says what the failure of a page means. */
public final class Recoveries {
    private static final Logger log = LoggerFactory.getLogger(Recoveries.class);
    private static final int TOO_MANY = 429;

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
        boolean refused = thrown instanceof HttpOperationFailedException http
                && http.getStatusCode() < 500
                && http.getStatusCode() != TOO_MANY;
        String why = thrown instanceof HttpOperationFailedException http
                ? "The service answered %d".formatted(http.getStatusCode())
                : "The service does not answer: %s".formatted(thrown.getClass().getSimpleName());
        message.setHeader("retry", !refused && failures < settings.attempts());
        message.setHeader("delaySeconds", settings.delay(failures, random).toMillis() / 1000.0);
        message.setHeader("errorMessage", why);
        log.atWarn()
                .addKeyValue("recovery", message.getHeader("recovery"))
                .addKeyValue("failures", failures)
                .addKeyValue("why", why)
                .log("fetching events again failed");
    }
}
