package dev.serai.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a request into typed parameters and a JSON body, refusing whatever the contract does not allow. */
final class RequestReader {
    /** A body of this type is not read, but given to the route as text. */
    static final String YAML = "application/yaml";

    private final ObjectMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final HttpLimits limits;

    RequestReader(HttpLimits limits) {
        this.limits = limits;
    }

    /** @param body a map of JSON, or a text; null when the operation takes no body */
    record Read(Map<String, Object> parameters, @Nullable Object body) {}

    Read read(Operation operation, Map<String, String> pathVariables, HttpServletRequest request, OwnOrg org)
            throws IOException {
        ObjectNode whole = json.createObjectNode();
        whole.set("path", place(operation, "path", pathVariables));
        whole.set("query", place(operation, "query", query(request)));
        whole.set("header", place(operation, "header", headers(operation, request)));
        JsonNode body = operation.takesBody() && !operation.servlet() ? body(operation, request) : null;
        if (body != null) {
            whole.set("body", body);
        }
        requireOwnOrg(org, request, whole);
        refuse(operation.request().validate(whole));
        // Routes read maps: ${body[documentId]}.
        return new Read(parameters(operation, whole), body == null ? null : json.convertValue(body, Object.class));
    }

    /** Also in headers that no contract names: a proxy or a client may have set them for a purpose. */
    private static void requireOwnOrg(OwnOrg org, HttpServletRequest request, ObjectNode whole) {
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> org.look("/header", name, request.getHeader(name)));
        whole.path("query")
                .properties()
                .forEach(e -> org.look("/query", e.getKey(), e.getValue().asText()));
        whole.path("body")
                .properties()
                .forEach(e -> org.look("/body", e.getKey(), e.getValue().asText()));
        org.require();
    }

    /** Findings as they are kept in the activity log. */
    String asJson(List<Finding> findings) {
        return json.valueToTree(findings).toString();
    }

    private static void refuse(List<Error> errors) {
        if (!errors.isEmpty()) {
            List<Finding> findings = errors.stream()
                    .map(e -> new Finding(e.getInstanceLocation().toString(), message(e)))
                    .distinct()
                    .toList();
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "The request has %d %s".formatted(findings.size(), findings.size() == 1 ? "mistake" : "mistakes"),
                    "Correct what errors lists; GET /docs/api shows what is expected",
                    findings);
        }
    }

    private static String message(Error error) {
        JsonNode value = error.getInstanceNode();
        String text = error.getMessage();
        return value == null || value.isContainerNode() ? text : text + "; got " + abbreviated(value.toString());
    }

    private static String abbreviated(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    private ObjectNode place(Operation operation, String place, Map<String, String> values) {
        ObjectNode node = json.createObjectNode();
        values.forEach((name, value) -> node.set(name, typed(type(operation, place, name), value)));
        return node;
    }

    private static String type(Operation operation, String place, String name) {
        return operation.parameters().stream()
                .filter(p -> p.in().equals(place) && p.name().equals(name))
                .map(Operation.Parameter::type)
                .findFirst()
                .orElse("string");
    }

    /** A value that does not look like its type stays a string, so that the schema reports it. */
    private JsonNode typed(String type, String value) {
        return switch (type) {
            case "integer" ->
                value.matches("-?\\d{1,18}")
                        ? json.getNodeFactory().numberNode(Long.parseLong(value))
                        : json.getNodeFactory().textNode(value);
            case "boolean" ->
                value.equals("true") || value.equals("false")
                        ? json.getNodeFactory().booleanNode(Boolean.parseBoolean(value))
                        : json.getNodeFactory().textNode(value);
            default -> json.getNodeFactory().textNode(value);
        };
    }

    private static Map<String, String> query(HttpServletRequest request) {
        return QueryString.parse(request.getQueryString());
    }

    private static Map<String, String> headers(Operation operation, HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            String value = request.getHeader(parameter.name());
            if (parameter.in().equals("header") && value != null) {
                headers.put(parameter.name(), value);
            }
        }
        return headers;
    }

    private static Map<String, Object> parameters(Operation operation, JsonNode whole) {
        Map<String, Object> parameters = new HashMap<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            JsonNode value = whole.path(parameter.in()).get(parameter.name());
            JsonNode used = value == null ? parameter.fallback() : value;
            // A parameter that was not given is there as null, so that SQL can bind it.
            parameters.put(parameter.name(), used == null ? null : plain(used));
        }
        return parameters;
    }

    private static Object plain(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
    }

    private @Nullable JsonNode body(Operation operation, HttpServletRequest request) throws IOException {
        byte[] bytes = limits.bodyOf(request).readAllBytes();
        if (bytes.length == 0) {
            return null;
        }
        requireMediaType(operation, request.getContentType());
        if (operation.mediaTypes().contains(YAML)) {
            return json.getNodeFactory().textNode(text(bytes));
        }
        try {
            JsonNode node = json.readTree(bytes);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Reason.REQUEST_INVALID, "The body is not UTF-8", "Send the text in UTF-8", e);
        }
    }

    private static Refusal notJson(JsonProcessingException e) {
        e.clearLocation();
        return Refusal.of(
                Reason.NOT_JSON,
                "The body is not valid JSON: %s".formatted(abbreviated(e.getOriginalMessage())),
                "Send one JSON object in UTF-8");
    }

    private static void requireMediaType(Operation operation, @Nullable String contentType) {
        String type = contentType == null
                ? "none"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!operation.mediaTypes().contains(type)) {
            throw Refusal.of(
                    Reason.MEDIA_TYPE_REFUSED,
                    "%s does not take a body of type %s".formatted(operation.id(), type),
                    "Send Content-Type: " + String.join(" or ", operation.mediaTypes()));
        }
    }
}
