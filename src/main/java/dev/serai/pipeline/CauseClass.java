package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/** Who has to do something before a replay makes sense. */
public enum CauseClass {
    /** Nobody here: the file itself was refused. */
    BAD_INPUT,
    /** Nobody, perhaps: what usually passes did not pass in all attempts. */
    TRANSIENT_EXHAUSTED,
    /** We: nobody foresaw it, or something that the hub keeps is not as it should be. */
    OUR_DEFECT,
    /** Whoever runs the server that did not answer. */
    DEPENDENCY_DOWN;

    /** The spelling in the database and in answers, for example {@code bad_input}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CauseClass of(Refusal refusal) {
        return switch (refusal.reason()) {
            case DEPENDENCY_DOWN, EMBEDDING_UNAVAILABLE, STORAGE_UNAVAILABLE, UNAVAILABLE -> DEPENDENCY_DOWN;
            case OBJECT_MISSING, OBJECT_CHANGED, EMBEDDING_INVALID, DEFECT -> OUR_DEFECT;
            // As a refusal of a claimed job: its workers were killed until no attempt was left.
            case STAGE_FAILED -> TRANSIENT_EXHAUSTED;
            default -> Failures.passes(refusal) ? TRANSIENT_EXHAUSTED : BAD_INPUT;
        };
    }

    static CauseClass of(Reason reason, Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ConcurrencyFailureException) {
                return TRANSIENT_EXHAUSTED;
            }
        }
        return reason == Reason.DEPENDENCY_DOWN ? DEPENDENCY_DOWN : OUR_DEFECT;
    }

    /** The server behind a failure, under the name that the hub's health gives it; null when nothing tells. */
    static @Nullable String server(Reason reason, String chain) {
        String classes = chain.toLowerCase(Locale.ROOT);
        if (reason == Reason.EMBEDDING_UNAVAILABLE || classes.contains(".http.") || classes.contains(".hc.")) {
            return "embedding";
        }
        if (reason == Reason.STORAGE_UNAVAILABLE || classes.contains("awssdk")) {
            return "s3";
        }
        if (classes.contains("kafka")) {
            return "kafka";
        }
        if (classes.contains("redis") || classes.contains("jedis")) {
            return "redis";
        }
        return classes.matches(".*(sql|jdbc|springframework\\.(dao|transaction)).*") ? "postgres" : null;
    }
}
