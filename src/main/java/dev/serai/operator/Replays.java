package dev.serai.operator;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the routes of dead letters and their replays ask. */
public final class Replays {
    private static final Set<String> CUT_OFF = Set.of("cancelled", "stopped");

    private final ReplaySettings settings;

    Replays(ReplaySettings settings) {
        this.settings = settings;
    }

    /** Sets what {@code replay-plan.sql} wants, from the body or by the settings. */
    public void plan(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        message.setHeader("planId", UUID.randomUUID().toString());
        message.setHeader("restart", given(body, "from", "failed-stage"));
        message.setHeader("ratePerMinute", given(body, "ratePerMinute", settings.ratePerMinute()));
        message.setHeader("stopAfter", given(body, "stopAfterFailures", settings.stopAfterFailures()));
        message.setBody(null); // SQL would find its parameters there before the headers
    }

    public void refuseUnknownLetter(Exchange exchange) {
        throw Refusal.of(
                Reason.LETTER_UNKNOWN,
                "Dead letter %s does not exist".formatted(exchange.getMessage().getHeader("deadLetterId")),
                "List dead letters with GET /api/dead-letters; it may have been deleted");
    }

    public void refuseUnknownPlan(Exchange exchange) {
        throw Refusal.of(
                Reason.REPLAY_UNKNOWN,
                "Replay plan %s does not exist".formatted(exchange.getMessage().getHeader("planId")),
                "List plans with GET /api/dead-letters/replay-plans, or make one with POST");
    }

    /** To run what runs or is done changes nothing; what was cut off does not go on. Body: the row of {@code replay-read.sql}. */
    public void requireNotCutOff(Exchange exchange) {
        String state = String.valueOf(exchange.getMessage().getBody(Map.class).get("state"));
        if (CUT_OFF.contains(state)) {
            throw Refusal.of(
                    Reason.REPLAY_ENDED,
                    "Replay plan %s is %s".formatted(exchange.getMessage().getHeader("planId"), state),
                    "Make a new plan; it leaves out what is replayed or healed");
        }
    }

    private static Object given(Map<?, ?> body, String name, Object otherwise) {
        Object value = body.get(name);
        return value == null ? otherwise : value;
    }
}
