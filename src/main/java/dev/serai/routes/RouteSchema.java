package dev.serai.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Camel's own schema of its YAML DSL, and what to say when a file does not keep it. */
final class RouteSchema {
    private static final String SCHEMA = "schema/camelYamlDsl.json";
    private static final int LIST_AT_MOST = 12;

    private final JsonNode document;
    private final Schema schema;
    private final Set<String> everyKey = new HashSet<>();

    private RouteSchema(JsonNode document, Schema schema) {
        this.document = document;
        this.schema = schema;
        document.path("items")
                .path("definitions")
                .forEach(
                        definition -> definition.path("properties").fieldNames().forEachRemaining(everyKey::add));
    }

    /** Read once: the schema never changes, and reading it takes longer than checking all files. */
    static RouteSchema get() {
        return Loaded.SCHEMA;
    }

    private static RouteSchema load() {
        try (InputStream in = RouteSchema.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            JsonNode document = new ObjectMapper().readTree(in);
            SchemaSimplifier.simplify(document);
            SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
            return new RouteSchema(document, schemas.getSchema(document));
        } catch (IOException e) {
            throw new UncheckedIOException("Camel's schema " + SCHEMA + " cannot be read", e);
        }
    }

    /** The kinds of steps that Camel has. */
    Set<String> steps() {
        return keys("org.apache.camel.model.ProcessorDefinition");
    }

    /** The languages that Camel has. */
    Set<String> languages() {
        return keys("org.apache.camel.model.language.ExpressionDefinition");
    }

    /** Whether anything at all in Camel's YAML has this key. */
    boolean isKey(String key) {
        return everyKey.contains(key);
    }

    /** Whether a {@code route} or {@code routeConfiguration} may have the key, as far as Camel is concerned. */
    boolean knows(String kind, String key) {
        return keys("org.apache.camel.model." + (kind.equals("route") ? "Route" : "RouteConfiguration") + "Definition")
                .contains(key);
    }

    private Set<String> keys(String definition) {
        Set<String> keys = new HashSet<>();
        document.path("items")
                .path("definitions")
                .path(definition)
                .path("properties")
                .fieldNames()
                .forEachRemaining(keys::add);
        return Set.copyOf(keys);
    }

    List<Finding> check(Item root) {
        return schema.validate(json(root)).stream()
                .map(error -> finding(root, error))
                .toList();
    }

    private Finding finding(Item root, Error error) {
        NodePath path = error.getInstanceLocation();
        Item item = at(root, path);
        String name = path.getNameCount() == 0 ? "the file" : name(path);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(item, name, error);
            case "required" ->
                item.finding(
                        Rule.SCHEMA,
                        name + " has no " + error.getProperty(),
                        "write " + error.getProperty() + ": below it");
            case "type" -> wrongType(item, name, error);
            case "pattern" ->
                item.finding(
                        Rule.SCHEMA,
                        name + " is \"" + item.text() + "\"; expected " + kind(error),
                        "correct the value or use a {{placeholder}}");
            case "enum" -> wrongValue(item, name, error);
            case "maxProperties", "minProperties" -> notOne(item, name);
            default ->
                item.finding(Rule.SCHEMA, name + ": " + error.getMessage(), "see Camel's manual of the YAML DSL");
        };
    }

    private Finding unknownKey(Item item, String name, Error error) {
        String key = error.getProperty();
        List<String> known = siblings(error);
        Item place = item.entries().keySet().stream()
                .filter(entry -> entry.text().equals(key))
                .findFirst()
                .orElse(item);
        return place.finding(
                Rule.SCHEMA, "there is no \"" + key + "\" in " + name, Nearest.orElse(key, known, expected(known)));
    }

    private static String expected(List<String> known) {
        return known.size() > LIST_AT_MOST
                ? "see Camel's manual of the YAML DSL"
                : "expected one of " + String.join(", ", known);
    }

    /** The keys that the schema knows beside the unknown one. */
    private List<String> siblings(Error error) {
        NodePath keyword = error.getSchemaLocation().getFragment();
        JsonNode mapping = document.at(keyword.getParent().toString());
        return mapping.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Finding wrongType(Item item, String name, Error error) {
        boolean list = error.getSchemaNode().toString().contains("array");
        boolean mapping = error.getSchemaNode().toString().contains("object");
        String expected = list ? "a list" : mapping ? "keys and values" : "one value";
        String found =
                item.isEmpty() ? "is empty" : item.isScalar() ? "is \"" + item.text() + "\"" : "is something else";
        return item.finding(
                Rule.SCHEMA,
                name + " " + found + "; expected " + expected,
                "write what belongs there or delete " + name);
    }

    private static Finding notOne(Item item, String name) {
        return item.finding(
                Rule.SCHEMA,
                name + " has " + item.entries().size() + " keys where exactly one is expected",
                "keep one; begin every step with a dash of its own");
    }

    private static Finding wrongValue(Item item, String name, Error error) {
        List<String> known =
                error.getSchemaNode().valueStream().map(JsonNode::asText).toList();
        return item.finding(
                Rule.SCHEMA,
                name + " is \"" + item.text() + "\"; expected one of " + String.join(", ", known),
                Nearest.orElse(item.text(), known, "use one of them"));
    }

    private static String kind(Error error) {
        return String.valueOf(error.getSchemaNode().asText()).contains("true|false") ? "true or false" : "a number";
    }

    /** The last key of the path, past the numbers of list entries. */
    private static String name(NodePath path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            if (path.getElement(i) instanceof String key) {
                return key;
            }
        }
        return "the file";
    }

    private static Item at(Item root, NodePath path) {
        Item item = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            item = path.getElement(i) instanceof Integer index ? item.items().get(index) : item.at(path.getName(i));
        }
        return item;
    }

    private static JsonNode json(Item item) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (item.isScalar()) {
            return item.isEmpty() ? factory.nullNode() : factory.textNode(item.text());
        }
        if (item.node() instanceof SequenceNode) {
            ArrayNode array = factory.arrayNode();
            item.items().forEach(entry -> array.add(json(entry)));
            return array;
        }
        ObjectNode object = factory.objectNode();
        item.entries().forEach((key, value) -> object.set(key.text(), json(value)));
        return object;
    }

    private static final class Loaded {
        static final RouteSchema SCHEMA = load();
    }
}
