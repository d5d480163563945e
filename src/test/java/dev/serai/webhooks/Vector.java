package dev.serai.webhooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A signed request, and whether it is to be accepted.
 *
 * @param sdkVerdict {@code same} when the sender's own library agrees with {@code expect}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Vector(
        String id,
        String provider,
        List<String> secrets,
        @JsonProperty("now_epoch_s") long now,
        @JsonProperty("tolerance_s") long tolerance,
        Map<String, String> headers,
        @Nullable String body,
        @JsonProperty("body_b64") @Nullable String bodyBase64,
        String expect,
        String reason,
        @JsonProperty("http_status") String status,
        @JsonProperty("sdk_verdict") String sdkVerdict) {

    static List<Vector> all() {
        ObjectMapper json = new ObjectMapper();
        try (InputStream file = Vector.class.getResourceAsStream("/webhooks/vectors.json")) {
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode vector : json.readTree(file).path("vectors")) {
                vectors.add(json.treeToValue(vector, Vector.class));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return bodyBase64 == null
                ? Objects.requireNonNull(body).getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(bodyBase64);
    }

    boolean isAccepted() {
        return expect.equals("accept");
    }

    boolean isStripe() {
        return provider.equals("stripe");
    }

    Instant moment() {
        return Instant.ofEpochSecond(now);
    }

    Duration tolerated() {
        return Duration.ofSeconds(tolerance);
    }

    @Override
    public String toString() {
        return id + ": " + reason;
    }
}
