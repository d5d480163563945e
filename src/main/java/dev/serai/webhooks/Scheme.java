package dev.serai.webhooks;

import java.time.Instant;
import java.util.List;

/**
 * A way in which senders sign. Pure: bytes and a moment in, a verdict out. Everything that it reads is bounded, because
 * anybody can send it.
 */
sealed interface Scheme permits StripeScheme, StandardScheme, PlainScheme, SnsScheme {
    /** No honest header is longer. */
    int LONGEST_HEADER = 8 * 1024;

    /** No honest sender signs with more secrets at a time. */
    int MOST_SIGNATURES = 32;

    /** The scheme's name in settings. */
    String name();

    Verdict judge(Headers headers, byte[] body, List<Secret> secrets, Instant now);

    /** The headers that the verdict rests on and that are kept with an event. */
    List<String> headers();

    /** How a secret is written in settings becomes a key. Throws an {@link IllegalArgumentException} that says what is wrong. */
    Secret secret(String text, @org.jspecify.annotations.Nullable Instant expires);
}
