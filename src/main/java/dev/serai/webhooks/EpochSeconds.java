package dev.serai.webhooks;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a time as senders write it: whole seconds since 1970. */
final class EpochSeconds {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,12}");

    private EpochSeconds() {}

    /** Null for everything else: signs, fractions, blanks, letters, other digits. */
    static @Nullable Instant parse(@Nullable String text) {
        return text != null && DIGITS.matcher(text).matches() ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }
}
