package dev.serai.webhooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Amazon SNS: no header and no shared secret; the body names a certificate and has a signature over some of its fields, with
 * SHA-1 (version 1) or SHA-256 (version 2). Who may send is told by the topic, which stands in the place of a secret. See
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html.
 */
record SnsScheme(SigningCertificates certificates, Tolerance future) implements Scheme {
    private static final Pattern TOPIC = Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_.-]{1,256}");
    private static final List<String> OF_NOTIFICATIONS =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_CONFIRMATIONS =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    private static final List<String> CONFIRMATIONS = List.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

    /** SNS goes on trying for hours and does not sign anew; an event that comes twice counts once. */
    private static final Duration OLDEST = Duration.ofDays(1);

    private static final Duration LATER = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .build());

    SnsScheme(SigningCertificates certificates, Duration tolerance) {
        this(certificates, new Tolerance(tolerance.compareTo(OLDEST) > 0 ? tolerance : OLDEST));
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public List<String> headers() {
        return List.of();
    }

    @Override
    public Secret secret(String text, @Nullable Instant expires) {
        if (!TOPIC.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is no topic; expected one like arn:aws:sns:us-east-1:123456789012:name");
        }
        SecretKeySpec key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "topic");
        return new Secret(key, Secret.fingerprint(text), expires);
    }

    @Override
    public Verdict judge(Headers headers, byte[] body, List<Secret> secrets, Instant now) {
        JsonNode message = read(body);
        if (message == null) {
            return malformed("it is no JSON object");
        }
        String topic = message.path("TopicArn").asText();
        Instant at = moment(message.path("Timestamp").asText());
        String algorithm = algorithm(message.path("SignatureVersion").asText());
        String id = message.path("MessageId").asText();
        if (at == null || algorithm == null || !id.matches("[A-Za-z0-9-]{1,100}")) {
            return malformed("Timestamp, SignatureVersion or MessageId is missing or of an unknown form");
        }
        Verdict verdict = Matching.among(
                secrets,
                now,
                id,
                at,
                secret -> secret.fingerprint().equals(Secret.fingerprint(topic)) && isSigned(message, algorithm));
        return future.applied(verdict, at, now);
    }

    private boolean isSigned(JsonNode message, String algorithm) {
        try {
            PublicKey key = certificates.key(message.path("SigningCertURL").asText());
            java.security.Signature signature = java.security.Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(signed(message).getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    Base64.getDecoder().decode(message.path("Signature").asText()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // neither such a certificate nor such a signature counts
        } catch (IOException e) {
            throw Refusal.later(
                    Reason.UNAVAILABLE, "The certificate of the signature cannot be fetched now", LATER, null);
        }
    }

    /** Names and values of the fields that are there, each followed by a line end. */
    private static String signed(JsonNode message) {
        boolean confirmation = CONFIRMATIONS.contains(message.path("Type").asText());
        StringBuilder signed = new StringBuilder();
        for (String name : confirmation ? OF_CONFIRMATIONS : OF_NOTIFICATIONS) {
            if (message.hasNonNull(name)) {
                signed.append(name)
                        .append('\n')
                        .append(message.get(name).asText())
                        .append('\n');
            }
        }
        return signed.toString();
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            JsonNode message = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return message != null && message.isObject() ? message : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable String algorithm(String version) {
        return switch (version) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> null;
        };
    }

    private static Verdict malformed(String why) {
        return new Verdict.Refused(Reason.SIGNATURE_MALFORMED, "The message of SNS cannot be read: " + why);
    }
}
