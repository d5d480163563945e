package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.time.Duration;
import java.time.Instant;

/** How far a signature's time may be from now, in the past as in the future. */
record Tolerance(Duration most) {
    /** The verdict, unless the time is too far away. A signature is looked at before its time, so that reasons are true. */
    Verdict applied(Verdict verdict, Instant signedAt, Instant now) {
        if (verdict instanceof Verdict.Refused) {
            return verdict;
        }
        long age = Duration.between(signedAt, now).toSeconds();
        if (age > most.toSeconds()) {
            return new Verdict.Refused(
                    Reason.SIGNATURE_OLD,
                    "The signature is %d s old; at most %d s are accepted".formatted(age, most.toSeconds()));
        }
        if (-age > most.toSeconds()) {
            return new Verdict.Refused(
                    Reason.SIGNATURE_FUTURE,
                    "The signature is %d s ahead of this hub's clock; at most %d s are accepted"
                            .formatted(-age, most.toSeconds()));
        }
        return verdict;
    }
}
