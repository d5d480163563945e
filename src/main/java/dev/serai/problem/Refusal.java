package dev.serai.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A no with a reason. Thrown anywhere; becomes problem+json at the door and a dead letter in the pipeline. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String help;
    private final transient List<Finding> findings;
    private final @Nullable Duration retryAfter;

    private Refusal(
            Reason reason,
            String detail,
            String help,
            List<Finding> findings,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.help = help;
        this.findings = findings;
        this.retryAfter = retryAfter;
    }

    /** A refusal that says in {@code detail} what, which value and what was expected, in {@code help} what to do. */
    public static Refusal of(Reason reason, String detail, String help) {
        return new Refusal(reason, detail, help, List.of(), null, null);
    }

    public static Refusal of(Reason reason, String detail, String help, Throwable cause) {
        return new Refusal(reason, detail, help, List.of(), null, cause);
    }

    /** All findings at once: nobody should have to try five times to learn of five mistakes. */
    public static Refusal of(Reason reason, String detail, String help, List<Finding> findings) {
        return new Refusal(reason, detail, help, List.copyOf(findings), null, null);
    }

    /** A refusal that passes by itself; the caller is told when to come back. */
    public static Refusal later(Reason reason, String detail, Duration retryAfter, @Nullable Throwable cause) {
        String help = "Try again in %d seconds; nothing has to be changed".formatted(retryAfter.toSeconds());
        return new Refusal(reason, detail, help, List.of(), retryAfter, cause);
    }

    public static Refusal documentUnknown(String documentId) {
        return of(
                Reason.DOCUMENT_UNKNOWN,
                "Document %s does not exist in your org".formatted(documentId),
                "List the org's documents with GET /api/documents");
    }

    public Reason reason() {
        return reason;
    }

    /** What went wrong, with the value; never null. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public String help() {
        return help;
    }

    public List<Finding> findings() {
        return findings;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
