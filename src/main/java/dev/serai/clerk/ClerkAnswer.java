package dev.serai.clerk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Clerk answered.
 *
 * @param status of the answer; 0 when there was none
 * @param body missing when there was none, or none that is JSON
 * @param readable whether the body was JSON, or empty
 * @param retryAfter what Clerk said of it, if anything
 */
record ClerkAnswer(
        int status,
        JsonNode body,
        boolean readable,
        @Nullable String retryAfter) {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int LONGEST_PAUSE_SECONDS = 3600;

    boolean isGood() {
        return status >= 200 && status < 300 && readable;
    }

    boolean isUnknown() {
        return status == 404 || status == 410;
    }

    boolean refusesTheHub() {
        return status == 401 || status == 403;
    }

    /** The refusal that stands for anything but a good answer. No status of Clerk's says anything about the caller's token. */
    Refusal refusal() {
        return switch (status) {
            case 401, 403 ->
                refused(
                        Reason.CLERK_REFUSES_HUB,
                        "Clerk answered %d to the hub's own key".formatted(status),
                        "Tell the operators of the hub; they see a notice of it");
            case 404, 410 -> unknown();
            case 429 -> Refusal.later(Reason.CLERK_BUSY, "Clerk is asked too often by this hub", pause(), null);
            default -> byClass();
        };
    }

    /** The same words for what does not exist and for what is another org's. */
    static Refusal unknown() {
        return Refusal.of(
                Reason.CLERK_UNKNOWN,
                "Clerk knows nothing of this kind and id in the org",
                "Look for the id with a call that lists; POST /api/clerk/proxy with GET /v1/organizations/{organization_id}/memberships");
    }

    private Refusal byClass() {
        if (status == 0 || status >= 500) {
            String what = status == 0 ? "gave no answer in time" : "answered " + status;
            return Refusal.later(Reason.CLERK_UNAVAILABLE, "Clerk " + what, pause(), null);
        }
        if (status >= 400) {
            return refused(
                    Reason.CLERK_REJECTED, "Clerk answered %d".formatted(status), "errors has Clerk's own reasons");
        }
        return refused(
                Reason.CLERK_ANSWER_INVALID,
                "Clerk answered %d with a redirect, too much, or no JSON".formatted(status),
                "Tell the operators of the hub; for a changing call look whether it took effect");
    }

    private Refusal refused(Reason reason, String detail, String help) {
        return Refusal.of(reason, detail, help, findings());
    }

    private List<Finding> findings() {
        return body.path("errors")
                .valueStream()
                .limit(20)
                .map(e -> new Finding(
                        "clerk/" + shortened(e.path("code").asText("unknown")),
                        shortened(e.path("message").asText("without words"))))
                .toList();
    }

    private Duration pause() {
        return retryAfter != null && retryAfter.matches("\\d{1,4}")
                ? Duration.ofSeconds(Math.clamp(Integer.parseInt(retryAfter), 1, LONGEST_PAUSE_SECONDS))
                : PAUSE;
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
