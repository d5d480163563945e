package dev.serai.billing;

import dev.serai.http.FailedCall;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes that call Stripe ask: whether they may, what to send, and what a failure means. */
public final class StripeCalls {
    private static final Logger log = LoggerFactory.getLogger(StripeCalls.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");

    private final boolean connected;
    private final StripeSettings settings;

    /** @param secretKey {@code none} while Stripe shall not be called */
    StripeCalls(String secretKey, StripeSettings settings) {
        this.connected = !secretKey.isBlank() && !secretKey.equals("none");
        this.settings = settings;
    }

    /** Sets {@code mayAsk} to yes or no. */
    public void describe(Exchange exchange) {
        exchange.getMessage().setHeader("mayAsk", connected ? "yes" : "no");
    }

    /** Sets {@code mayAsk}, and what claims and failures need to know. */
    public void prepare(Exchange exchange) {
        describe(exchange);
        Message message = exchange.getMessage();
        message.setHeader("leaseSeconds", settings.leaseSeconds());
        message.setHeader("attempts", settings.attempts());
        message.setHeader("firstDelay", settings.firstDelaySeconds());
        message.setHeader("longestDelay", settings.longestDelaySeconds());
        message.setHeader("retryAfter", 0);
    }

    /** Body: the row of {@code seats-claim.sql}. Makes the request; the key makes a repetition of a lost answer harmless. */
    public void seats(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        for (String name : List.of("seatsOrg", "quantity", "generation", "attempt")) {
            message.setHeader(name, row.get(name));
        }
        message.setHeader("CamelHttpPath", "/v1/subscription_items/" + requireId(String.valueOf(row.get("item"))));
        message.setHeader("Content-Type", "application/x-www-form-urlencoded");
        message.setHeader("Idempotency-Key", "seats-%s-%s".formatted(row.get("seatsOrg"), row.get("generation")));
        message.setBody("quantity=" + row.get("quantity"));
    }

    /** An id becomes part of an address, so it must not be able to lead elsewhere. */
    static String requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an id of Stripe has letters, digits and _ only, this one has others");
        }
        return id;
    }

    /** Of the caught exception: sets {@code result} to later or dead, {@code retryAfter} in seconds, and {@code error}. */
    public void judge(Exchange exchange) {
        Message message = exchange.getMessage();
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        FailedCall failed = FailedCall.of(caught);
        message.setHeader("result", failed.passes() ? "later" : "dead");
        message.setHeader("retryAfter", failed.retryAfter());
        message.setHeader("error", error(caught, failed.status()));
        log.atWarn()
                .addKeyValue("status", failed.status())
                .addKeyValue("passes", failed.passes())
                .addKeyValue("cause", caught.getClass().getSimpleName())
                .log("Stripe did not do what was asked");
    }

    /** Stripe's own word for it; never its whole answer, which repeats what was asked. */
    private static String error(Exception caught, @Nullable Integer status) {
        if (!(caught instanceof HttpOperationFailedException refused)) {
            return "Stripe was not reached or did not answer as expected: "
                    + caught.getClass().getSimpleName();
        }
        String body = String.valueOf(refused.getResponseBody());
        String code = StripeErrors.code(body);
        return "Stripe answered %d%s".formatted(status, code.isEmpty() ? "" : ", " + code);
    }

    /** Nothing of the call reaches what follows. */
    public void clean(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeader("Authorization");
        message.removeHeader("Idempotency-Key");
        message.removeHeader("Content-Type");
        message.removeHeaders("CamelHttp*");
        message.setBody(null);
    }

    /** Body: the row of {@code seats-read.sql}, if there is one. Refuses what could not be pushed now. */
    public void requirePushable(Exchange exchange) {
        Message message = exchange.getMessage();
        Object org = message.getHeader("seatsOrg");
        if (!(message.getBody() instanceof Map<?, ?> row)) {
            throw Refusal.of(
                    Reason.SEATS_UNKNOWN,
                    "No seats of the org %s are known".formatted(org),
                    "List the orgs with GET /api/billing/seats");
        }
        @Nullable String obstacle = obstacle(row);
        if (obstacle != null) {
            throw Refusal.of(
                    Reason.SEATS_NOT_PUSHABLE,
                    "The seats of the org %s cannot be pushed: %s".formatted(org, obstacle),
                    "See GET /api/billing/seats");
        }
        message.setBody(null);
    }

    private @Nullable String obstacle(Map<?, ?> row) {
        if (!connected) {
            return "this hub has no STRIPE_SECRET_KEY";
        }
        if (Boolean.TRUE.equals(row.get("noItem"))) {
            return "its subscription has no item of the seat price";
        }
        if (Boolean.TRUE.equals(row.get("noMembers"))) {
            return "Clerk has told of no member";
        }
        return "pushing".equals(row.get("state")) ? "a push is under way" : null;
    }

    /** What the retry answers. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> answer = new TreeMap<>();
        answer.put("org", message.getHeader("seatsOrg"));
        answer.put("state", "waiting");
        answer.put("audit", message.getHeader("audit"));
        message.setBody(answer);
    }
}
