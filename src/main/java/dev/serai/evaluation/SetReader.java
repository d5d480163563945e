package dev.serai.evaluation;

import dev.serai.evaluation.Judgement.Span;
import dev.serai.routes.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads queries and judgements, and says everything that is wrong with them. */
final class SetReader {
    private final Path folder;
    private final List<Finding> mistakes;

    private SetReader(Path folder, List<Finding> mistakes) {
        this.folder = folder;
        this.mistakes = mistakes;
    }

    /** Whatever could be read; {@code mistakes} grows by what could not. */
    static LabelledSet read(Path folder, List<Finding> mistakes) {
        SetReader reader = new SetReader(folder, mistakes);
        List<Source> documents = DocumentReader.read(folder, mistakes);
        Map<String, String> queries = reader.queries();
        List<Judgement> judgements = reader.judgements();
        reader.requireKnown(judgements, queries.keySet(), documents);
        return new LabelledSet(documents, queries, judgements);
    }

    private Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (Row row : Row.of(folder.resolve("queries.tsv"), mistakes)) {
            List<String> cells = row.cells();
            if (cells.size() != 2 || cells.contains("")) {
                form(row, "id <tab> text");
            } else if (queries.putIfAbsent(cells.get(0), cells.get(1)) != null) {
                twice(row, "query \"%s\" stands here a second time".formatted(cells.get(0)));
            }
        }
        return queries;
    }

    private List<Judgement> judgements() {
        Path documents = folder.resolve("qrels.txt");
        Path spans = folder.resolve("spans.tsv");
        if (Files.exists(documents) == Files.exists(spans)) {
            mistakes.add(new Place(folder.toString(), 1)
                    .mistake(
                            Mistake.MISSING,
                            Files.exists(spans)
                                    ? "there are both qrels.txt and spans.tsv"
                                    : "there is neither qrels.txt nor spans.tsv",
                            "keep one of them: judgements are by document or by span"));
            return List.of();
        }
        return Files.exists(spans) ? distinct(spans, this::bySpan) : distinct(documents, this::byDocument);
    }

    private interface Form {
        @Nullable
        Judgement read(Row row);
    }

    private List<Judgement> distinct(Path file, Form form) {
        List<Judgement> judgements = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (Row row : Row.of(file, mistakes)) {
            Judgement judgement = form.read(row);
            if (judgement != null && !seen.add(judged(judgement))) {
                twice(row, "this is judged a second time for query \"%s\"".formatted(judgement.query()));
            } else if (judgement != null) {
                judgements.add(judgement);
            }
        }
        return judgements;
    }

    private static List<Object> judged(Judgement judgement) {
        Span span = judgement.span();
        return span == null
                ? List.of(judgement.query(), judgement.document())
                : List.of(judgement.query(), judgement.document(), span.start(), span.end());
    }

    private @Nullable Judgement byDocument(Row row) {
        List<String> words = row.words();
        if (words.size() != 4 || !isInteger(words.get(3))) {
            return form(row, "query 0 document grade, the grade a whole number");
        }
        return new Judgement(row.place(), words.get(0), words.get(2), null, Integer.parseInt(words.get(3)));
    }

    private @Nullable Judgement bySpan(Row row) {
        List<String> cells = row.cells();
        if (cells.size() < 5
                || cells.size() > 6
                || !cells.subList(2, 5).stream().allMatch(SetReader::isInteger)
                || Integer.parseInt(cells.get(2)) < 0
                || Integer.parseInt(cells.get(2)) >= Integer.parseInt(cells.get(3))) {
            return form(row, "query <tab> document <tab> start <tab> end <tab> grade [<tab> quote], 0 <= start < end");
        }
        Span span = new Span(
                Integer.parseInt(cells.get(2)),
                Integer.parseInt(cells.get(3)),
                cells.size() == 6 ? cells.get(5) : null);
        return new Judgement(row.place(), cells.get(0), cells.get(1), span, Integer.parseInt(cells.get(4)));
    }

    private static boolean isInteger(String text) {
        return text.matches("[+-]?\\d{1,9}");
    }

    private void requireKnown(List<Judgement> judgements, Set<String> queries, List<Source> sources) {
        Set<String> documents = sources.stream().map(Source::id).collect(Collectors.toSet());
        for (Judgement judgement : judgements) {
            if (!queries.contains(judgement.query())) {
                unknown(judgement, "query \"%s\" is not in queries.tsv".formatted(judgement.query()));
            }
            if (!documents.contains(judgement.document())) {
                unknown(judgement, "there is no document \"%s\"".formatted(judgement.document()));
            }
        }
        if (mistakes.isEmpty() && judgements.stream().noneMatch(judgement -> judgement.grade() > 0)) {
            mistakes.add(new Place(folder.toString(), 1)
                    .mistake(
                            Mistake.NOTHING_RELEVANT,
                            "no judgement has a grade above 0, so there is nothing to find",
                            "judge what answers the queries"));
        }
    }

    private void unknown(Judgement judgement, String what) {
        mistakes.add(judgement.place().mistake(Mistake.UNKNOWN, what, "correct the id or add what it names"));
    }

    private @Nullable Judgement form(Row row, String expected) {
        mistakes.add(row.place()
                .mistake(Mistake.FORM, "the line is \"%s\"".formatted(shortened(row.text())), "expected " + expected));
        return null;
    }

    private void twice(Row row, String what) {
        mistakes.add(row.place().mistake(Mistake.TWICE, what, "keep one of the lines"));
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
