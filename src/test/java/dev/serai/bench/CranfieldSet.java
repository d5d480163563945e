package dev.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the Cranfield collection ({@code cran.all.1400, cran.qry, cranqrel}) in the form that {@code evaluate} reads.
 * Judgements name a query by its place in the file, not by its number. Codes 1 (best) to 4 become grades 4 to 1, all
 * others 0. Two documents have no text and are left out together with what was said of them.
 */
final class CranfieldSet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CranfieldSet() {}

    /** Options: {@code collection}, the folder of the three files; {@code target}. */
    static void run(Options options) throws IOException {
        Path collection = Path.of(options.text("collection", "cranfield"));
        Path target = Files.createDirectories(Path.of(options.text("target", "target/bench/cranfield")));
        Set<String> documents = documents(collection, target);
        int queries = queries(collection, target);
        int judgements = judgements(collection, target, documents);
        System.out.printf(
                "%s: %d documents, %d queries, %d judgements%n", target, documents.size(), queries, judgements);
    }

    private static Set<String> documents(Path collection, Path target) throws IOException {
        Set<String> ids = new HashSet<>();
        List<String> lines = new ArrayList<>();
        for (Map<String, String> item : items(collection.resolve("cran.all.1400"))) {
            String text = item.getOrDefault("W", "");
            if (!text.isBlank()) {
                Map<String, String> document = new LinkedHashMap<>();
                document.put("id", flat(item.get("I")));
                document.put("title", flat(item.get("T")));
                document.put("text", text);
                lines.add(JSON.writeValueAsString(document));
                ids.add(flat(item.get("I")));
            }
        }
        Files.write(target.resolve("documents.jsonl"), lines);
        return ids;
    }

    private static int queries(Path collection, Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map<String, String> item : items(collection.resolve("cran.qry"))) {
            lines.add((lines.size() + 1) + "\t" + flat(item.get("W")));
        }
        Files.write(target.resolve("queries.tsv"), lines);
        return lines.size();
    }

    /** The first judgement counts where a document is judged twice for a query. */
    private static int judgements(Path collection, Path target, Set<String> documents) throws IOException {
        Map<String, Integer> grades = new LinkedHashMap<>();
        for (String line : Files.readAllLines(collection.resolve("cranqrel"))) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length == 3 && documents.contains(words[1])) {
                grades.putIfAbsent(words[0] + " 0 " + words[1], grade(Integer.parseInt(words[2])));
            }
        }
        Files.write(
                target.resolve("qrels.txt"),
                grades.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList());
        return grades.size();
    }

    static int grade(int code) {
        return code >= 1 && code <= 4 ? 5 - code : 0;
    }

    /** Items begin with {@code .I number}; a line of a dot and a letter opens a field. */
    private static List<Map<String, String>> items(Path file) throws IOException {
        List<Map<String, String>> items = new ArrayList<>();
        String field = "";
        for (String line : Files.readAllLines(file)) {
            if (line.matches("\\.I\\s+\\d+\\s*")) {
                items.add(new LinkedHashMap<>(Map.of("I", line.substring(2))));
            } else if (line.matches("\\.[A-Z]\\s*")) {
                field = line.substring(1, 2);
            } else {
                items.getLast().merge(field, line, (before, more) -> before + "\n" + more);
            }
        }
        return items;
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
