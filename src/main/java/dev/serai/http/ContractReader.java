package dev.serai.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.serai.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPatternParser;

/** Reads the contract: OpenAPI 3.1, whose schemas are JSON Schema 2020-12, with local references only. */
final class ContractReader {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document;

    private ContractReader(JsonNode document) {
        this.document = document;
    }

    static Contract read() {
        try (InputStream in = ContractReader.class.getResourceAsStream("/openapi/serai.yaml")) {
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(in);
            return new Contract(document, new ContractReader(document).operations());
        } catch (IOException e) {
            throw new UncheckedIOException("The contract openapi/serai.yaml cannot be read", e);
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
                if (METHODS.contains(verb.getKey())) {
                    operations.add(operation(path.getKey(), verb.getKey(), path.getValue(), verb.getValue()));
                }
            }
        }
        return operations;
    }

    private Operation operation(String path, String verb, JsonNode item, JsonNode node) {
        List<JsonNode> parameters = parameters(item, node);
        JsonNode security = node.path("security");
        return new Operation(
                node.path("operationId").asText(),
                verb.toUpperCase(Locale.ROOT),
                PathPatternParser.defaultInstance.parse(path),
                security.isArray() && security.isEmpty(),
                roles(node.path("x-serai-roles")),
                text(node.path("x-serai-scope")),
                text(node.path("x-serai-feature")),
                node.path("x-serai-billing").asText().equals("required"),
                node.path("x-serai-entry").asText().equals("servlet"),
                parameters.stream().map(ContractReader::parameter).toList(),
                requestSchema(parameters, resolved(node.path("requestBody"))),
                mediaTypes(resolved(node.path("requestBody"))));
    }

    private List<JsonNode> parameters(JsonNode item, JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        item.path("parameters").forEach(p -> all.add(resolved(p)));
        node.path("parameters").forEach(p -> all.add(resolved(p)));
        return all;
    }

    private static Operation.Parameter parameter(JsonNode node) {
        JsonNode schema = node.path("schema");
        return new Operation.Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                schema.path("type").asText("string"),
                schema.get("default"));
    }

    /** One schema for the whole request, so that all its mistakes are reported together. */
    private Schema requestSchema(List<JsonNode> parameters, JsonNode body) {
        ObjectNode root = new ObjectMapper().createObjectNode().put("type", "object");
        ObjectNode properties = root.putObject("properties");
        for (String place : List.of("path", "query", "header")) {
            properties.set(place, placeSchema(parameters, place));
        }
        JsonNode read = bodySchema(body.path("content"));
        if (!read.isMissingNode()) {
            properties.set("body", read);
            if (body.path("required").asBoolean()) {
                root.putArray("required").add("body");
            }
        }
        return schemas.getSchema(root);
    }

    /** Of JSON, or of text that is taken as it is. */
    private JsonNode bodySchema(JsonNode content) {
        JsonNode json = resolved(content.path("application/json").path("schema"));
        return json.isMissingNode() ? resolved(content.path(RequestReader.YAML).path("schema")) : json;
    }

    private static ObjectNode placeSchema(List<JsonNode> parameters, String place) {
        ObjectNode schema = new ObjectMapper().createObjectNode().put("type", "object");
        schema.put("additionalProperties", !place.equals("query"));
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asText().equals(place)) {
                properties.set(parameter.path("name").asText(), parameter.path("schema"));
                if (parameter.path("required").asBoolean()) {
                    required.add(parameter.path("name").asText());
                }
            }
        }
        return schema;
    }

    private static Set<Role> roles(JsonNode names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        names.forEach(n -> roles.add(Role.valueOf(n.asText().toUpperCase(Locale.ROOT))));
        return Set.copyOf(roles);
    }

    private static Set<String> mediaTypes(JsonNode body) {
        Set<String> types = new TreeSet<>();
        body.path("content").properties().forEach(e -> types.add(e.getKey()));
        return Set.copyOf(types);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    /** The node with every local reference replaced by what it points at. The contract has no cycles. */
    private JsonNode resolved(JsonNode node) {
        if (node.path("$ref").isTextual()) {
            return resolved(document.at(node.path("$ref").asText().substring(1)));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), resolved(e.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(e -> copy.add(resolved(e)));
            return copy;
        }
        return node;
    }
}
