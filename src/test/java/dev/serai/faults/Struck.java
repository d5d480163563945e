package dev.serai.faults;

import org.jspecify.annotations.Nullable;

/**
 * A fault and what became of it.
 *
 * @param recovery seconds from the kill, or from the end of the outage, until work went on
 * @param start seconds of it that the killed process took to serve again
 * @param skipped why it did not happen
 */
record Struck(
        Fault fault,
        double recovery,
        double start,
        @Nullable String skipped) {
    static Struck done(Fault fault, double recovery) {
        return new Struck(fault, recovery, 0, null);
    }

    static Struck restarted(Fault fault, double recovery, double start) {
        return new Struck(fault, recovery, start, null);
    }

    static Struck skipped(Fault fault, String why) {
        return new Struck(fault, 0, 0, why);
    }

    boolean happened() {
        return skipped == null;
    }
}
