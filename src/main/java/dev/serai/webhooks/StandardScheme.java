package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Standard Webhooks 1.0.0 and Svix, whom Clerk sends with: headers {@code webhook-id}, {@code webhook-timestamp},
 * {@code webhook-signature} or the same with {@code svix-}; signed is {@code id.timestamp.body}, written
 * {@code v1,<base64 HMAC-SHA256>} or {@code v1a,<base64 Ed25519>}, several parted by blanks. Secrets are {@code whsec_}
 * and base64, public keys {@code whpk_} and base64. See https://www.standardwebhooks.com.
 */
record StandardScheme(Tolerance tolerance) implements Scheme {
    private static final List<String> FAMILIES = List.of("webhook-", "svix-");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final int SHORTEST_SECRET = 16;
    private static final String PUBLIC_KEY = "whpk_";

    /** What X.509 puts in front of the 32 bytes of an Ed25519 key; RFC 8410, section 10.1. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    StandardScheme(Duration tolerance) {
        this(new Tolerance(tolerance));
    }

    private record Parts(String id, String timestamp, String signatures) {}

    @Override
    public String name() {
        return "standard";
    }

    @Override
    public List<String> headers() {
        return FAMILIES.stream()
                .flatMap(family -> Stream.of(family + "id", family + "timestamp", family + "signature"))
                .toList();
    }

    @Override
    public Secret secret(String text, @Nullable Instant expires) {
        if (text.startsWith(PUBLIC_KEY)) {
            return new Secret(publicKey(text.substring(PUBLIC_KEY.length())), Secret.fingerprint(text), expires);
        }
        byte[] key = base64(text.startsWith("whsec_") ? text.substring("whsec_".length()) : text);
        if (key.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "is %d bytes of base64, expected at least %d behind whsec_".formatted(key.length, SHORTEST_SECRET));
        }
        return new Secret(new SecretKeySpec(key, "HmacSHA256"), Secret.fingerprint(text), expires);
    }

    @Override
    public Verdict judge(Headers headers, byte[] body, List<Secret> secrets, Instant now) {
        for (String family : FAMILIES) {
            String id = headers.one(family + "id");
            String timestamp = headers.one(family + "timestamp");
            String signatures = headers.one(family + "signature");
            if (id != null && timestamp != null && signatures != null) {
                return judge(new Parts(id, timestamp, signatures), body, secrets, now);
            }
        }
        return new Verdict.Refused(
                Reason.SIGNATURE_MISSING,
                "One of the headers webhook-id, webhook-timestamp, webhook-signature (or the same with svix-) is missing,"
                        + " empty or there twice");
    }

    private Verdict judge(Parts parts, byte[] body, List<Secret> secrets, Instant now) {
        Instant signedAt = EpochSeconds.parse(parts.timestamp());
        if (signedAt == null) {
            return malformed("the timestamp is not a number of seconds since 1970");
        }
        if (!ID.matcher(parts.id()).matches()) {
            return malformed("the id is not 1 to 255 visible ASCII characters");
        }
        String[] entries = BLANKS.split(parts.signatures().strip(), MOST_SIGNATURES + 1);
        if (parts.signatures().length() > LONGEST_HEADER || entries.length > MOST_SIGNATURES) {
            return malformed("more than %d signatures".formatted(MOST_SIGNATURES));
        }
        Map<String, List<byte[]>> signatures = Map.of("v1", of("v1,", entries), "v1a", of("v1a,", entries));
        byte[] prefix = (parts.id() + "." + parts.timestamp() + ".").getBytes(StandardCharsets.US_ASCII);
        Verdict verdict = Matching.among(
                secrets, now, parts.id(), signedAt, secret -> isSigned(signatures, secret, prefix, body));
        return tolerance.applied(verdict, signedAt, now);
    }

    /** The kind of key decides which entries count, never the sender. */
    private static boolean isSigned(Map<String, List<byte[]>> signatures, Secret secret, byte[] prefix, byte[] body) {
        return secret.key() instanceof PublicKey key
                ? Signature.isSignedBy(signatures.getOrDefault("v1a", List.of()), key, prefix, body)
                : Signature.isAmong(signatures.getOrDefault("v1", List.of()), "HmacSHA256", secret.key(), prefix, body);
    }

    private static List<byte[]> of(String version, String[] entries) {
        List<byte[]> signatures = new ArrayList<>();
        for (String entry : entries) {
            if (entry.startsWith(version)) {
                signatures.add(Encoding.BASE64.decode(entry.substring(version.length())));
            }
        }
        return signatures;
    }

    private static PublicKey publicKey(String text) {
        byte[] raw = base64(text);
        byte[] encoded = new byte[ED25519.length + raw.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is no Ed25519 public key of 32 bytes in base64 behind whpk_", e);
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not base64 behind whsec_", e);
        }
    }

    private static Verdict malformed(String why) {
        return new Verdict.Refused(Reason.SIGNATURE_MALFORMED, "The signature's headers cannot be read: " + why);
    }
}
