package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the secret that signed a request. All are tried, so the answer's time does not tell which. */
final class Matching {
    private Matching() {}

    static Verdict among(
            List<Secret> secrets,
            Instant now,
            @Nullable String id,
            @Nullable Instant signedAt,
            Predicate<Secret> signed) {
        List<Secret> matching = new ArrayList<>();
        for (Secret secret : secrets) {
            if (signed.test(secret)) {
                matching.add(secret);
            }
        }
        if (matching.isEmpty()) {
            return new Verdict.Refused(
                    Reason.SIGNATURE_WRONG,
                    "No signature matches: the body was changed on the way, or the sender signs with a secret that is not"
                            + " configured here (%d are)".formatted(secrets.size()));
        }
        return matching.stream()
                .filter(secret -> secret.isLive(now))
                .findFirst()
                .<Verdict>map(secret -> new Verdict.Verified(secret, id, signedAt))
                .orElseGet(() -> expired(matching.getFirst()));
    }

    private static Verdict expired(Secret secret) {
        return new Verdict.Refused(
                Reason.SECRET_EXPIRED,
                "Signed with the secret %s, which expired at %s".formatted(secret.fingerprint(), secret.expires()));
    }
}
