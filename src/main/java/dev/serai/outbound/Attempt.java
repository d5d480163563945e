package dev.serai.outbound;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended.
 *
 * @param status of the receiver's answer; null when there was none
 * @param code a word for programs, such as {@code timeout}; null after a success
 * @param message the same for people; null after a success
 * @param answer what the receiver said, its first kilobyte
 * @param quiet how long the receiver asked to be left alone; null when it did not
 */
record Attempt(
        Outcome outcome,
        @Nullable Integer status,
        @Nullable String code,
        @Nullable String message,
        String answer,
        @Nullable Duration quiet) {

    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The receiver wants nothing any more: status 410. */
        GONE,
        /** The hub itself could not send; nothing is held against the endpoint. */
        INTERRUPTED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Attempt failed(String code, String message) {
        return new Attempt(Outcome.FAILED, null, code, message, "", null);
    }

    static Attempt interrupted(String message) {
        return new Attempt(Outcome.INTERRUPTED, null, "hub", message, "", null);
    }
}
