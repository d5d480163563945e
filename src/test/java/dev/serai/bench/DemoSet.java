package dev.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.text.MediaType;
import dev.serai.text.MediaTypes;
import dev.serai.text.TextExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the demo's questions in the form that {@code evaluate} reads, a set for each kind of question: finds the quote
 * of each question in its document's text and notes the offsets.
 */
final class DemoSet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoSet() {}

    private record Question(String id, String kind, String file, String question, String quote) {}

    /** Options: {@code target}, the folder of the sets; {@code distractors}, a folder of text files to add. */
    static void run(Options options) throws Exception {
        Path demo = Path.of("ops/demo");
        Path target = Path.of(options.text("target", "ops/demo/evaluation"));
        List<Question> questions = questions(demo.resolve("questions.tsv"));
        Map<String, String> texts = texts(demo, questions, Path.of("target/bench/demo"));
        for (String kind : questions.stream().map(Question::kind).distinct().toList()) {
            Path folder = Files.createDirectories(target.resolve(kind));
            List<Question> some =
                    questions.stream().filter(q -> q.kind().equals(kind)).toList();
            List<Path> files = Stream.concat(
                            texts.keySet().stream().map(demo::resolve), others(options.text("distractors", "")))
                    .toList();
            write(folder.resolve("documents.jsonl"), files.stream().map(file -> line(folder, file)));
            write(folder.resolve("queries.tsv"), some.stream().map(q -> q.id() + "\t" + q.question()));
            write(folder.resolve("spans.tsv"), some.stream().map(q -> span(q, texts)));
        }
    }

    private static void write(Path file, Stream<String> lines) throws IOException {
        Files.writeString(file, lines.collect(Collectors.joining("\n", "", "\n")));
    }

    private static List<Question> questions(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(cells -> new Question(cells[0], cells[1], cells[2], cells[4], cells[5]))
                .toList();
    }

    private static Map<String, String> texts(Path demo, List<Question> questions, Path work) throws Exception {
        Map<String, String> texts = new TreeMap<>();
        MediaTypes types = new MediaTypes();
        try (TextExtractor extractor = TextExtractor.withDefaults(work)) {
            for (String name : questions.stream().map(Question::file).distinct().toList()) {
                Path file = demo.resolve(name);
                MediaType type = types.detect(Files.readAllBytes(file), name);
                texts.put(name, extractor.extract(file, type).text());
            }
        }
        return texts;
    }

    private static Stream<Path> others(String folder) throws IOException {
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    private static String line(Path folder, Path file) {
        try {
            Map<String, String> document = new LinkedHashMap<>();
            document.put("id", file.getFileName().toString());
            document.put(
                    "file",
                    folder.toAbsolutePath()
                            .relativize(file.toAbsolutePath().normalize())
                            .toString());
            return JSON.writeValueAsString(document);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String span(Question question, Map<String, String> texts) {
        Pattern quote = Pattern.compile(Stream.of(question.quote().strip().split("\\s+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+")));
        List<MatchResult> places =
                quote.matcher(texts.get(question.file())).results().toList();
        if (places.size() != 1) {
            throw new IllegalStateException("%s: the quote stands %d times in %s, expected once"
                    .formatted(question.id(), places.size(), question.file()));
        }
        List<String> cells = new ArrayList<>(List.of(question.id(), question.file()));
        cells.add(Integer.toString(places.getFirst().start()));
        cells.add(Integer.toString(places.getFirst().end()));
        cells.addAll(List.of("1", question.quote()));
        return String.join("\t", cells);
    }
}
