package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A plain HMAC in a header, as GitHub, Shopify, Slack and many others send it.
 *
 * @param header carries the signature, behind {@code prefix}
 * @param algorithm HmacSHA256 or HmacSHA512
 * @param content what is signed: {@code {body}}, perhaps with {@code {timestamp}} and text before it
 * @param timestampHeader seconds since 1970; null when the sender signs no time
 */
record PlainScheme(
        String header,
        String prefix,
        Encoding encoding,
        String algorithm,
        String content,
        @Nullable String timestampHeader,
        Tolerance tolerance)
        implements Scheme {
    private static final String BODY = "{body}";
    private static final String TIMESTAMP = "{timestamp}";
    private static final int SHORTEST_SECRET = 16;

    PlainScheme {
        header = header.toLowerCase(Locale.ROOT);
        timestampHeader = timestampHeader == null ? null : timestampHeader.toLowerCase(Locale.ROOT);
        if (!content.endsWith(BODY)) {
            throw new IllegalArgumentException("content is %s, expected to end with %s".formatted(content, BODY));
        }
        if (content.contains(TIMESTAMP) != (timestampHeader != null)) {
            throw new IllegalArgumentException(
                    "content and timestamp-header belong together: name a header, and sign %s".formatted(TIMESTAMP));
        }
    }

    static PlainScheme of(SourceSettings settings, Duration tolerance) {
        return new PlainScheme(
                settings.header(),
                settings.prefix(),
                settings.encoding(),
                settings.algorithm(),
                settings.content(),
                settings.timestampHeader().isEmpty() ? null : settings.timestampHeader(),
                new Tolerance(tolerance));
    }

    @Override
    public String name() {
        return "hmac";
    }

    @Override
    public List<String> headers() {
        List<String> names = new ArrayList<>(List.of(header));
        if (timestampHeader != null) {
            names.add(timestampHeader);
        }
        return names;
    }

    @Override
    public Secret secret(String text, @Nullable Instant expires) {
        if (text.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "has %d characters, expected at least %d".formatted(text.length(), SHORTEST_SECRET));
        }
        SecretKeySpec key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), algorithm);
        return new Secret(key, Secret.fingerprint(text), expires);
    }

    @Override
    public Verdict judge(Headers headers, byte[] body, List<Secret> secrets, Instant now) {
        String given = headers.one(header);
        if (given == null) {
            return new Verdict.Refused(
                    Reason.SIGNATURE_MISSING, "The header %s is missing, empty or there twice".formatted(header));
        }
        if (given.length() > LONGEST_HEADER || !given.startsWith(prefix)) {
            return malformed(header, "expected %s and the signature in %s".formatted(prefix, encoding));
        }
        List<byte[]> signature = List.of(encoding.decode(given.substring(prefix.length())));
        return timestampHeader == null
                ? matching(signature, "", body, secrets, now, null)
                : judgeTimed(signature, headers.one(timestampHeader), body, secrets, now);
    }

    private Verdict judgeTimed(
            List<byte[]> signature, @Nullable String timestamp, byte[] body, List<Secret> secrets, Instant now) {
        Instant signedAt = EpochSeconds.parse(timestamp);
        if (timestamp == null || signedAt == null) {
            return malformed(String.valueOf(timestampHeader), "expected seconds since 1970");
        }
        return tolerance.applied(matching(signature, timestamp, body, secrets, now, signedAt), signedAt, now);
    }

    private Verdict matching(
            List<byte[]> signature,
            String timestamp,
            byte[] body,
            List<Secret> secrets,
            Instant now,
            @Nullable Instant signedAt) {
        byte[] before = content.substring(0, content.length() - BODY.length())
                .replace(TIMESTAMP, timestamp)
                .getBytes(StandardCharsets.UTF_8);
        return Matching.among(
                secrets,
                now,
                null,
                signedAt,
                secret -> Signature.isAmong(signature, algorithm, secret.key(), before, body));
    }

    private static Verdict malformed(String header, String expected) {
        return new Verdict.Refused(
                Reason.SIGNATURE_MALFORMED, "The header %s cannot be read: %s".formatted(header, expected));
    }
}
