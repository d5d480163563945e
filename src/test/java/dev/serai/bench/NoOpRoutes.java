package dev.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/** A copy of the route files in which the stages claim, commit and hand over, but do no work in between. */
final class NoOpRoutes {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> WORK = Set.of(
            "documents-store-verify",
            "documents-store-commit-note",
            "documents-chunk-key",
            "documents-chunk-fetch",
            "documents-chunk-extract",
            "documents-chunk-split",
            "documents-chunk-commit-text",
            "documents-chunk-commit-chunks",
            "documents-embed-size",
            "documents-embed-first",
            "documents-embed-batches");

    private NoOpRoutes() {}

    static Path copy(Path routes, Path target) throws IOException {
        Set<String> missing = new HashSet<>(WORK);
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".camel.yaml")).toList()) {
                JsonNode root = YAML.readTree(file.toFile());
                remove(root, missing);
                Path copy = target.resolve(routes.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                YAML.writeValue(copy.toFile(), root);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("No route has the steps " + missing + " any more; name the work anew");
        }
        return target;
    }

    private static void remove(JsonNode node, Set<String> missing) {
        for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
            JsonNode child = children.next();
            String id = child.size() == 1 ? child.elements().next().path("id").asText() : "";
            if (node.isArray() && WORK.contains(id)) {
                missing.remove(id);
                children.remove();
            } else {
                remove(child, missing);
            }
        }
    }
}
