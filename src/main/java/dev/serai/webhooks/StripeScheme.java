package dev.serai.webhooks;

import dev.serai.problem.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's scheme: header {@code Stripe-Signature: t=<seconds>,v1=<hex>…}, each v1 the HMAC-SHA256 of {@code t.body} under
 * the secret's text as it is. Stricter than Stripe's own library, which takes any time in the future, the first of two
 * times, and throws on a time that is no number. See https://docs.stripe.com/webhooks/signature.
 */
record StripeScheme(Tolerance tolerance) implements Scheme {
    private static final String HEADER = "stripe-signature";
    private static final int SHORTEST_SECRET = 16;

    StripeScheme(Duration tolerance) {
        this(new Tolerance(tolerance));
    }

    private record Parsed(List<String> times, List<byte[]> signatures, boolean tooMany) {}

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public List<String> headers() {
        return List.of(HEADER);
    }

    @Override
    public Secret secret(String text, @Nullable Instant expires) {
        if (text.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("has %d characters, expected at least %d; Stripe's begin with whsec_"
                    .formatted(text.length(), SHORTEST_SECRET));
        }
        SecretKeySpec key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return new Secret(key, Secret.fingerprint(text), expires);
    }

    @Override
    public Verdict judge(Headers headers, byte[] body, List<Secret> secrets, Instant now) {
        String header = headers.one(HEADER);
        if (header == null) {
            return headers.isTwice(HEADER)
                    ? malformed("there are two headers Stripe-Signature")
                    : new Verdict.Refused(Reason.SIGNATURE_MISSING, "The header Stripe-Signature is missing or empty");
        }
        if (header.length() > LONGEST_HEADER) {
            return malformed("it has %d characters, expected at most %d".formatted(header.length(), LONGEST_HEADER));
        }
        return judge(parse(header), body, secrets, now);
    }

    private Verdict judge(Parsed parsed, byte[] body, List<Secret> secrets, Instant now) {
        if (parsed.tooMany()) {
            return malformed("it has more than %d signatures".formatted(MOST_SIGNATURES));
        }
        if (parsed.times().size() != 1) {
            return malformed("it has %d elements t=, expected one"
                    .formatted(parsed.times().size()));
        }
        String time = parsed.times().getFirst();
        Instant signedAt = EpochSeconds.parse(time);
        if (signedAt == null) {
            return malformed("its t is not a number of seconds since 1970");
        }
        if (parsed.signatures().isEmpty()) {
            return malformed("it has no element v1=");
        }
        byte[] prefix = (time + ".").getBytes(StandardCharsets.US_ASCII);
        Verdict verdict = Matching.among(
                secrets,
                now,
                null,
                signedAt,
                secret -> Signature.isAmong(parsed.signatures(), "HmacSHA256", secret.key(), prefix, body));
        return tolerance.applied(verdict, signedAt, now);
    }

    /** Elements of other schemes, such as v0, are passed over. */
    private static Parsed parse(String header) {
        List<String> times = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        boolean tooMany = false;
        for (String element : header.split(",", -1)) {
            if (element.startsWith("t=")) {
                times.add(element.substring(2));
            } else if (element.startsWith("v1=")) {
                tooMany |= signatures.size() >= MOST_SIGNATURES;
                addHex(element.substring(3), signatures);
            }
        }
        return new Parsed(times, signatures, tooMany);
    }

    private static void addHex(String text, List<byte[]> signatures) {
        if (signatures.size() < MOST_SIGNATURES) {
            signatures.add(Encoding.HEX.decode(text));
        }
    }

    private static Verdict malformed(String why) {
        return new Verdict.Refused(Reason.SIGNATURE_MALFORMED, "The header Stripe-Signature cannot be read: " + why);
    }
}
