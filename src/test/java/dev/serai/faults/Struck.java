package dev.serai.faults;

import org.jspecify.annotations.Nullable;

/**
 * A fault and what became of it.
 *
 * @param recovery seconds from the kill, or from the end of the outage, until work went on
 * @param skipped why it did not happen
 */
record Struck(Fault fault, double recovery, @Nullable String skipped) {
    static Struck done(Fault fault, double recovery) {
        return new Struck(fault, recovery, null);
    }

    static Struck skipped(Fault fault, String why) {
        return new Struck(fault, 0, why);
    }

    boolean happened() {
        return skipped == null;
    }
}
