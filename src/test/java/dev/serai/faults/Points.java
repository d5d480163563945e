package dev.serai.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every named boundary of the pipeline, and copies of the route files that have a {@link Point} at each of them. */
final class Points {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> STAGES = List.of("store", "chunk", "embed", "index");

    /** Name of the boundary to the id of the step that stands before it; a minus sign: after it. */
    private static final Map<String, String> BOUNDARIES = boundaries();

    private Points() {}

    private static Map<String, String> boundaries() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("upload-stored", "-documents-upload-try");
        all.put("upload-written", "documents-upload-answer");
        all.put("upload-committed", "documents-upload-try");
        all.put("relay-admitted", "pipeline-relay-admit");
        all.put("relay-sent", "pipeline-relay-send");
        all.put("relay-deleted", "pipeline-relay-delete");
        for (String stage : STAGES) {
            all.put(stage + "-woken", "-documents-" + stage + "-claim");
            all.put(stage + "-claimed", "documents-" + stage + "-claim");
            all.put(stage + "-committed", "documents-" + stage + "-done");
        }
        all.put("store-worked", "documents-store-verify");
        all.put("store-written", "documents-store-commit-note");
        all.put("chunk-fetched", "documents-chunk-fetch");
        all.put("chunk-worked", "documents-chunk-split");
        all.put("chunk-written", "documents-chunk-commit-chunks");
        all.put("embed-worked", "documents-embed-rows");
        all.put("embed-vectors-written", "documents-embed-keep-vectors");
        all.put("embed-vectors-committed", "documents-embed-write");
        all.put("embed-written", "documents-embed-commit-fence");
        all.put("index-fenced", "documents-index-commit-fence");
        all.put("index-written", "documents-index-commit-ready");
        return all;
    }

    static List<String> stages() {
        return STAGES;
    }

    static List<String> names() {
        return List.copyOf(BOUNDARIES.keySet());
    }

    /** Boundaries that a worker passes while it holds a claim and has not written yet: where a zombie is dangerous. */
    static List<String> claimed() {
        return List.of(
                "store-claimed",
                "store-worked",
                "chunk-claimed",
                "chunk-fetched",
                "chunk-worked",
                "embed-claimed",
                "embed-worked",
                "embed-vectors-committed",
                "index-claimed");
    }

    /** Copies the route files, with the points in them. */
    static void copy(Path routes, Path target) throws IOException {
        Map<String, String> missing = new HashMap<>();
        BOUNDARIES.forEach((name, step) -> missing.put(step, name));
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".camel.yaml")).toList()) {
                JsonNode root = YAML.readTree(file.toFile());
                insert(root, missing);
                Path copy = target.resolve(routes.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                YAML.writeValue(copy.toFile(), root);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("No route has the steps " + new TreeSet<>(missing.keySet())
                    + " any more; name the boundaries in Points anew");
        }
    }

    private static void insert(JsonNode node, Map<String, String> missing) {
        if (node instanceof ArrayNode steps) {
            for (int i = 0; i < steps.size(); i++) {
                Optional<String> id = id(steps.get(i));
                String before = id.map(name -> missing.remove("-" + name)).orElse(null);
                if (before != null) {
                    steps.insert(i++, point(before));
                }
                String after = id.map(missing::remove).orElse(null);
                insert(steps.get(i), missing);
                if (after != null) {
                    steps.insert(++i, point(after));
                }
            }
        } else {
            node.forEach(child -> insert(child, missing));
        }
    }

    /** A step is {@code - kind: {id: …}}. */
    private static Optional<String> id(JsonNode step) {
        return step.size() == 1 && step.elements().next().path("id").isTextual()
                ? Optional.of(step.elements().next().path("id").asText())
                : Optional.empty();
    }

    private static ObjectNode point(String name) {
        ObjectNode bean = YAML.createObjectNode();
        bean.put("id", "point-" + name);
        bean.put("beanType", Point.class.getName());
        bean.put("method", "reached('%s', ${exchange})".formatted(name));
        return YAML.createObjectNode().set("bean", bean);
    }
}
