package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a signature says of a request. */
sealed interface Verdict {
    /**
     * The holder of a live secret signed exactly these bytes.
     *
     * @param id the request's id when it is part of what was signed
     * @param signedAt null for a scheme without a time
     */
    record Verified(
            Secret secret, @Nullable String id, @Nullable Instant signedAt) implements Verdict {}

    /**
     * No.
     *
     * @param why what, which value and what was expected; never a secret or a computed signature
     */
    record Refused(Reason reason, String why) implements Verdict {}
}
