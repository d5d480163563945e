package dev.serai.mail;

import java.util.Locale;

/**
 * How an attempt ended that did not end well.
 *
 * @param code a word for programs, the same for the same cause, such as {@code smtp-550}
 * @param message the same for people, without the mail's words
 */
record Attempted(Outcome outcome, String code, String message) {
    private static final int LONGEST = 300;

    enum Outcome {
        /** Surely not sent; worth another attempt. */
        RETRY,
        /** Surely not sent; another attempt would be refused too. */
        FAILED,
        /** Nobody knows: the message had gone out when the answer was lost. */
        UNKNOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Attempted {
        String line = Addresses.words(message);
        message = line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    static Attempted retry(String code, String message) {
        return new Attempted(Outcome.RETRY, code, message);
    }

    static Attempted failed(String code, String message) {
        return new Attempted(Outcome.FAILED, code, message);
    }

    static Attempted unknown(String code, String message) {
        return new Attempted(Outcome.UNKNOWN, code, message);
    }
}
