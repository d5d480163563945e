package dev.serai.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the bodies of an OpenAI-compatible {@code POST /v1/embeddings}; the route does the sending. Remembers
 * nothing, so one serves all threads.
 */
public final class RemoteEmbedding {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MESSAGE_LENGTH = 200;

    private final ObjectMapper json;
    private final String model;
    private final String key;

    /**
     * @param model name of the model as the service knows it
     * @param key what the service is sent to let us in; services have been seen to quote it back
     */
    public RemoteEmbedding(ObjectMapper json, String model, String key) {
        this.json = json;
        this.model = model;
        this.key = key;
    }

    /**
     * The request's JSON.
     *
     * @param body one text or a list of texts
     */
    public String request(Object body) {
        return json.createObjectNode()
                .put("model", model)
                .<ObjectNode>set("input", json.valueToTree(texts(body)))
                .toString();
    }

    /**
     * The answer's vectors in the order of the request, each of length one. Whether they are as many as were asked for
     * is for the caller to check.
     */
    public float[][] parse(String answer) {
        JsonNode root = read(answer);
        refuseError(root);
        JsonNode data = root.path("data");
        if (!data.isArray()) {
            throw Vectors.invalid("The embedding service's answer has no array 'data'; it starts with: " + cut(answer));
        }
        float[][] vectors = new float[data.size()][];
        for (JsonNode item : data) {
            vectors[index(item, vectors)] = vector(item);
        }
        return vectors;
    }

    private static List<String> texts(Object body) {
        return switch (body) {
            case String text -> List.of(text);
            case Collection<?> texts ->
                texts.stream().map(RemoteEmbedding::text).toList();
            default -> throw notText(body);
        };
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw notText(value);
    }

    private static IllegalArgumentException notText(@Nullable Object value) {
        String type = value == null ? "null" : value.getClass().getName();
        return new IllegalArgumentException("Cannot embed %s, expected a String or a list of Strings".formatted(type));
    }

    private JsonNode read(String answer) {
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException e) {
            throw Vectors.invalid("The embedding service's answer is not JSON; it starts with: " + cut(answer));
        }
    }

    private void refuseError(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isMissingNode() || error.isNull()) {
            return;
        }
        String message = error.path("message").asText(error.isTextual() ? error.asText() : error.toString());
        throw Refusal.later(
                Reason.EMBEDDING_UNAVAILABLE, "The embedding service refused: " + cut(message), RETRY, null);
    }

    private static int index(JsonNode item, float[][] vectors) {
        JsonNode index = item.path("index");
        int last = vectors.length - 1;
        if (!index.isInt() || index.intValue() < 0 || index.intValue() > last) {
            throw Vectors.invalid("A vector has the index %s, expected 0 to %d".formatted(index, last));
        }
        if (vectors[index.intValue()] != null) {
            throw Vectors.invalid("Two vectors have the index %d, expected each once".formatted(index.intValue()));
        }
        return index.intValue();
    }

    private static float[] vector(JsonNode item) {
        JsonNode numbers = item.path("embedding");
        double[] raw = new double[numbers.size()];
        for (int i = 0; i < raw.length; i++) {
            // What is no number must not pass as a zero.
            raw[i] = numbers.path(i).isNumber() ? numbers.path(i).doubleValue() : Double.NaN;
        }
        return Vectors.normalised(raw, "The embedding service");
    }

    private String cut(String text) {
        String clean = key.isEmpty() ? text : text.replace(key, "***");
        return clean.length() <= MESSAGE_LENGTH ? clean : clean.substring(0, MESSAGE_LENGTH) + "…";
    }
}
