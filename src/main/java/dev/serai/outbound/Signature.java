package dev.serai.outbound;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks 1.0.0: HMAC-SHA256 over {@code id.timestamp.body}, one signature for each secret that lives. */
final class Signature {
    static final String PREFIX = "whsec_";

    private static final String MAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signature() {}

    static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** As its receiver configures it. */
    static String text(byte[] secret) {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @param timestamp seconds since 1970
     */
    static String header(List<byte[]> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream()
                .map(secret ->
                        "v1," + Base64.getEncoder().encodeToString(mac(secret, id + "." + timestamp + ".", body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] mac(byte[] secret, String prefix, byte[] body) {
        byte[] begin = prefix.getBytes(StandardCharsets.UTF_8);
        return dev.serai.webhooks.Signature.mac(MAC, new SecretKeySpec(secret, MAC), begin, body);
    }
}
