package dev.serai.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A key that a sender signs with.
 *
 * @param key for a MAC, or the public half of an Ed25519 pair
 * @param fingerprint tells secrets apart without showing them: the start of the text's SHA-256 in hex
 * @param expires from then on it verifies nothing any more; null: never
 */
record Secret(Key key, String fingerprint, @Nullable Instant expires) {
    private static final int FINGERPRINT_BYTES = 6;

    static String fingerprint(String text) {
        byte[] hash = sha256(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    boolean isLive(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    /** Neither the key nor its text. */
    @Override
    public String toString() {
        return "Secret[" + fingerprint + "]";
    }
}
