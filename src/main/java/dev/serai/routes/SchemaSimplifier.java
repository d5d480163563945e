package dev.serai.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Rewrites Camel's schema into one that accepts the same and answers one error for one mistake. Camel's says "one of
 * these 27 languages" by alternatives, each of which then complains; a mapping with exactly one of 27 keys does not.
 * Scalars come as text, as Camel reads them, so what is a number or a boolean there is a pattern here.
 */
final class SchemaSimplifier {
    private static final String PLACEHOLDER = "|.*\\{\\{.*";

    private final JsonNode root;

    private SchemaSimplifier(JsonNode root) {
        this.root = root;
    }

    static void simplify(JsonNode root) {
        new SchemaSimplifier(root).each(root);
    }

    private void each(JsonNode node) {
        if (node instanceof ObjectNode object) {
            mergeTextOrMapping(object);
            mergeAlternatives(object);
            loosenScalars(object);
        }
        node.forEach(this::each);
    }

    /** {@code to: direct:x} beside {@code to: {uri: direct:x}}: a mapping's keywords do not look at text. */
    private static void mergeTextOrMapping(ObjectNode object) {
        JsonNode choices = object.path("oneOf");
        if (choices.size() == 2
                && choices.path(0).path("type").asText().equals("string")
                && choices.path(1) instanceof ObjectNode mapping) {
            object.remove("oneOf");
            object.setAll(mapping);
            object.putArray("type").add("string").add("object");
        }
    }

    /** Languages and data formats, each under a key of its own, beside the step's own keys if it has any. */
    private void mergeAlternatives(ObjectNode object) {
        JsonNode choices = object.path("anyOf").path(0).path("oneOf");
        if (!choices.isArray()) {
            return;
        }
        object.remove("anyOf");
        if (!object.has("additionalProperties")) {
            object.put("additionalProperties", false).put("minProperties", 1).put("maxProperties", 1);
        }
        choices.forEach(choice -> adopt(object.withObjectProperty("properties"), choice));
    }

    private void adopt(ObjectNode properties, JsonNode choice) {
        JsonNode resolved = resolve(choice);
        resolved.path("anyOf").path(0).path("oneOf").forEach(inner -> adopt(properties, inner));
        resolved.path("properties").properties().forEach(property -> {
            if (!property.getValue().isEmpty()) {
                properties.set(property.getKey(), property.getValue());
            }
        });
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static void loosenScalars(ObjectNode object) {
        object.remove("deprecated");
        switch (object.path("type").asText()) {
            case "boolean" -> pattern(object, "true|false");
            case "number", "integer" -> pattern(object, "-?[0-9]+(\\.[0-9]+)?");
            default -> {
                // text, mappings and lists stay as they are
            }
        }
    }

    private static void pattern(ObjectNode object, String pattern) {
        object.put("type", "string").put("pattern", "^(" + pattern + PLACEHOLDER + ")$");
    }
}
