package dev.serai.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a service key, {@code serai_<id>_<secret>}: 50 bits of id, 260 bits of secret, one word to select. */
record ServiceKeyToken(String id, String secret) {
    static final String PREFIX = "serai_";

    /** 32 letters without those that people mix up. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789";

    private static final Pattern FORM = Pattern.compile("serai_([a-z0-9]{10})_([a-z0-9]{52})");
    private static final SecureRandom RANDOM = new SecureRandom();

    static ServiceKeyToken random() {
        return new ServiceKeyToken(letters(10), letters(52));
    }

    static Optional<ServiceKeyToken> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new ServiceKeyToken(form.group(1), form.group(2))) : Optional.empty();
    }

    /** Plain SHA-256 suffices: nobody can guess 260 random bits, so slowing the guesses down gains nothing. */
    String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Takes the same time wherever the first difference is. */
    boolean hasHash(String stored) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }

    private static String letters(int count) {
        return RANDOM.ints(count, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
