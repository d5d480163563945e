package dev.serai.http;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import org.apache.camel.Exchange;

/** Says no to an org that asks too often; the counting is a route. */
public final class RateLimit {
    RateLimit() {}

    public void refuse(Exchange exchange) {
        throw Refusal.later(
                Reason.RATE_LIMITED,
                "The org %s has sent %s requests in this minute, which is more than allowed"
                        .formatted(
                                exchange.getProperty("orgId"),
                                exchange.getMessage().getBody()),
                Duration.ofSeconds(30),
                null);
    }

    /** For hubs that would rather refuse than serve without counting. */
    public void refuseUncounted() {
        throw Refusal.later(
                Reason.UNAVAILABLE,
                "Requests cannot be counted now, and this hub serves none uncounted",
                Duration.ofSeconds(5),
                null);
    }
}
