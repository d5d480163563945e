package dev.serai.evaluation;

import dev.serai.routes.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A line of an input file that is not blank. */
record Row(Place place, String text) {
    /** All rows of a file in UTF-8; none, and a mistake, when it cannot be read. */
    static List<Row> of(Path file, List<Finding> mistakes) {
        List<Row> rows = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = i == 0 && lines.get(i).startsWith("\uFEFF")
                        ? lines.get(i).substring(1)
                        : lines.get(i);
                if (!line.isBlank()) {
                    rows.add(new Row(new Place(file.toString(), i + 1), line));
                }
            }
        } catch (IOException e) {
            mistakes.add(new Place(file.toString(), 1)
                    .mistake(
                            Mistake.MISSING,
                            "the file cannot be read as UTF-8: " + Objects.requireNonNullElse(e.getMessage(), e),
                            "see docs/evaluation.md for the files that are expected"));
        }
        return rows;
    }

    /** Parts between tabs. */
    List<String> cells() {
        return List.of(text.split("\t", -1)).stream().map(String::strip).toList();
    }

    /** Parts between tabs; where there is no tab, between blanks. */
    List<String> words() {
        return text.contains("\t") ? cells() : List.of(text.strip().split("\\s+"));
    }
}
