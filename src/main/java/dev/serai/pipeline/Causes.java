package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an exception says once it is taken apart.
 *
 * @param passing worth another attempt; bad input is not
 * @param defect nobody foresaw it, so its stack trace belongs in the log
 */
record Causes(
        String code,
        String errorClass,
        String message,
        @Nullable String help,
        String chain,
        boolean passing,
        boolean defect) {

    static Causes of(@Nullable Throwable thrown) {
        Throwable known =
                thrown == null ? new IllegalStateException("The exchange failed without an exception") : thrown;
        for (Throwable t = known; t != null; t = t.getCause()) {
            if (t instanceof Refusal refusal) {
                return explained(refusal, known);
            }
        }
        return unexplained(known);
    }

    private static Causes explained(Refusal refusal, Throwable thrown) {
        return new Causes(
                refusal.reason().code(),
                root(thrown).getClass().getName(),
                refusal.detail(),
                refusal.help(),
                chain(thrown),
                Failures.passes(refusal),
                false);
    }

    private static Causes unexplained(Throwable thrown) {
        Reason reason = Failures.unexplained(thrown);
        return new Causes(
                reason.code(),
                root(thrown).getClass().getName(),
                reason.title() + ": " + root(thrown).getClass().getSimpleName(),
                "Reprocess the document once the cause is mended; the log has the details",
                chain(thrown),
                true,
                reason == Reason.STAGE_FAILED);
    }

    /** Same code, class and route: the same trouble. Messages are left out because they hold ids and numbers. */
    String fingerprint(String routeId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((code + '|' + errorClass + '|' + routeId).getBytes(StandardCharsets.UTF_8));
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
    private static String chain(Throwable thrown) {
        StringBuilder chain = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            chain.append(chain.isEmpty() ? "" : " < ").append(t.getClass().getName());
        }
        return chain.toString();
    }
}
