package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an exception says once it is taken apart.
 *
 * @param reason under which code it is known
 * @param thrown the outermost exception
 * @param kind who has to do something before a replay makes sense
 * @param passing worth another attempt; bad input is not
 * @param defect nobody foresaw it, so its stack trace belongs in the log
 */
public record Causes(
        Reason reason,
        Throwable thrown,
        String message,
        @Nullable String help,
        CauseClass kind,
        boolean passing,
        boolean defect) {
    private static final int MOST_FRAMES = 60;
    private static final int LONGEST_STACK = 20_000;

    /** What an exception means; none is a defect of ours too. */
    public static Causes of(@Nullable Throwable thrown) {
        Throwable known =
                thrown == null ? new IllegalStateException("The exchange failed without an exception") : thrown;
        for (Throwable t = known; t != null; t = t.getCause()) {
            if (t instanceof Refusal refusal) {
                return explained(refusal, known);
            }
        }
        return unexplained(known);
    }

    /** The message, cut to that many characters. */
    public String message(int longest) {
        return message.length() <= longest ? message : message.substring(0, longest) + "…";
    }

    private static Causes explained(Refusal refusal, Throwable thrown) {
        return new Causes(
                refusal.reason(),
                thrown,
                refusal.detail(),
                refusal.help(),
                CauseClass.of(refusal),
                Failures.passes(refusal),
                false);
    }

    private static Causes unexplained(Throwable thrown) {
        Reason reason = Failures.unexplained(thrown);
        return new Causes(
                reason,
                thrown,
                reason.title() + ": " + root(thrown).getClass().getSimpleName(),
                "Reprocess the document once the cause is mended; the log has the details",
                CauseClass.of(reason, thrown),
                true,
                reason == Reason.STAGE_FAILED);
    }

    /** The reason's code. */
    public String code() {
        return reason.code();
    }

    /** The root cause's class. */
    String errorClass() {
        return root(thrown).getClass().getName();
    }

    /** The server that did not do its part, when it was one. */
    @Nullable
    String dependency() {
        return kind == CauseClass.DEPENDENCY_DOWN ? CauseClass.server(reason, chain()) : null;
    }

    /** Same code, class and route: the same trouble. Messages are left out because they hold ids and numbers. */
    String fingerprint(String routeId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((code() + '|' + errorClass() + '|' + routeId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable t = thrown;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t;
    }

    /** Class names only: a driver's message may quote a value of the document. */
    String chain() {
        StringBuilder chain = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            chain.append(chain.isEmpty() ? "" : " < ").append(t.getClass().getName());
        }
        return chain.toString();
    }

    /** Class names and frames, outermost first; again without messages. Deep recursion is cut. */
    String stack() {
        StringBuilder stack = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            stack.append(stack.isEmpty() ? "" : "Caused by: ")
                    .append(t.getClass().getName())
                    .append('\n');
            Arrays.stream(t.getStackTrace())
                    .limit(MOST_FRAMES)
                    .forEach(frame -> stack.append("\tat ").append(frame).append('\n'));
        }
        return stack.substring(0, Math.min(stack.length(), LONGEST_STACK));
    }
}
