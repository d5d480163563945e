package dev.serai.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.routes.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists the documents of a set: the files of a folder, or the lines of {@code documents.jsonl}. */
final class DocumentReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<Finding> mistakes;

    private DocumentReader(Path folder, List<Finding> mistakes) {
        this.folder = folder;
        this.mistakes = mistakes;
    }

    static List<Source> read(Path folder, List<Finding> mistakes) {
        Path files = folder.resolve("documents");
        Path lines = folder.resolve("documents.jsonl");
        if (Files.exists(files) == Files.exists(lines)) {
            mistakes.add(new Place(folder.toString(), 1)
                    .mistake(
                            Mistake.MISSING,
                            Files.exists(lines)
                                    ? "there are both documents and documents.jsonl"
                                    : "there is neither a folder documents nor documents.jsonl",
                            "keep one of them"));
            return List.of();
        }
        DocumentReader reader = new DocumentReader(folder, mistakes);
        return Files.exists(lines) ? reader.lines(lines) : reader.files(files);
    }

    /** Hidden files are none of the set's. */
    private List<Source> files(Path documents) {
        try (Stream<Path> all = Files.walk(documents)) {
            return all.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(file -> new Source(
                            new Place(file.toString(), 1),
                            documents.relativize(file).toString().replace('\\', '/'),
                            null,
                            new Source.InFile(file)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            mistakes.add(new Place(documents.toString(), 1)
                    .mistake(Mistake.MISSING, "the folder cannot be read: " + e.getMessage(), "check its rights"));
            return List.of();
        }
    }

    private List<Source> lines(Path file) {
        List<Source> sources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Row row : Row.of(file, mistakes)) {
            Source source = source(row);
            if (source != null && !ids.add(source.id())) {
                mistakes.add(row.place()
                        .mistake(
                                Mistake.TWICE,
                                "document \"%s\" stands here a second time".formatted(source.id()),
                                "keep one of the lines"));
            } else if (source != null) {
                sources.add(source);
            }
        }
        return sources;
    }

    private @Nullable Source source(Row row) {
        try {
            JsonNode line = JSON.readTree(row.text());
            JsonNode id = line.path("id");
            Source.Content content = content(line);
            if (id.isTextual() && !id.asText().isBlank() && content != null) {
                String title = line.path("title").asText("");
                return new Source(row.place(), id.asText().strip(), title.isBlank() ? null : title, content);
            }
            mistakes.add(form(row, "the line needs an \"id\" and either \"text\" or \"file\", all of them texts"));
        } catch (JsonProcessingException e) {
            mistakes.add(form(row, "the line is no JSON: " + e.getOriginalMessage()));
        }
        return null;
    }

    private Source.@Nullable Content content(JsonNode line) {
        if (line.path("text").isTextual() && !line.has("file")) {
            return new Source.Inline(line.path("text").asText());
        }
        return line.path("file").isTextual() && !line.has("text")
                ? new Source.InFile(folder.resolve(line.path("file").asText()))
                : null;
    }

    private static Finding form(Row row, String message) {
        return row.place().mistake(Mistake.FORM, message, "expected {\"id\": …, \"title\": …, \"text\": …}");
    }
}
