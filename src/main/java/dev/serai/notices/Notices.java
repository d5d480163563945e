package dev.serai.notices;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import org.apache.camel.Exchange;

/** Refuses to close what is not there. */
public final class Notices {
    /** Refuses a notice that was not found. */
    public void requireFound(Exchange exchange) {
        if (exchange.getMessage().getHeader("CamelSqlRowCount", 0, Integer.class) == 0) {
            throw Refusal.of(
                    Reason.NOTICE_UNKNOWN,
                    "There is no notice %s".formatted(exchange.getMessage().getHeader("notice")),
                    "List them with GET /api/notices");
        }
    }
}
