package dev.serai.billing;

import dev.serai.mirror.EventIntake;
import dev.serai.mirror.Fields;
import dev.serai.problem.Refusal;
import java.nio.charset.StandardCharsets;

/** Reads what Stripe says when it refuses. */
final class StripeErrors {
    private static final String WORD = "[a-z_]{1,60}";

    private StripeErrors() {}

    /** Its code, or else its type; empty when it says neither. */
    static String code(String body) {
        try {
            Fields error =
                    EventIntake.parse(body.getBytes(StandardCharsets.UTF_8)).at("error");
            String word = error.text("code", error.text("type", ""));
            return word.matches(WORD) ? word : "";
        } catch (Refusal e) {
            return "";
        }
    }
}
