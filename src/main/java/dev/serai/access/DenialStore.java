package dev.serai.access;

import java.time.Instant;
import java.util.List;

/** Where it is kept whose tokens are refused; across organizations, so for the hub's own use only. */
@FunctionalInterface
public interface DenialStore {
    /** The position before all others. */
    String START = "0";

    /** What is refused. */
    enum Kind {
        SESSION,
        USER,
        ORG
    }

    /**
     * Tokens that are refused.
     *
     * @param until when the last of them has expired by itself
     */
    record Denial(Kind kind, String subject, Instant until) {}

    /**
     * What was denied since a position.
     *
     * @param next from where to ask the next time; what commits later is told then
     */
    record Changes(String next, List<Denial> denials) {
        public Changes {
            denials = List.copyOf(denials);
        }
    }

    /** What was denied since a position, some of it perhaps for the second time. */
    Changes since(String position);
}
