package dev.serai.evaluation;

import dev.serai.evaluation.Judgement.Span;
import dev.serai.evaluation.Outcome.OfQuery;
import dev.serai.routes.Finding;
import dev.serai.search.Candidate;
import dev.serai.search.SearchQuery;
import dev.serai.text.Chunk;
import dev.serai.text.ExtractedText;
import dev.serai.text.TextExtractor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;

/** Measures keyword, vector and hybrid search on a labelled set; {@code docs/evaluation.md} has its form. */
public final class Evaluation {
    private static final List<SearchQuery.Mode> MODES =
            List.of(SearchQuery.Mode.KEYWORD, SearchQuery.Mode.VECTOR, SearchQuery.Mode.HYBRID);

    /** Ranks looked at for the reciprocal rank. */
    private static final int DEPTH = 100;

    /** Documents embedded at a time. */
    private static final int BATCH = 32;

    private final LabelledSet set;
    private final int k;
    private final double vectorWeight;

    private Evaluation(LabelledSet set, int k, double vectorWeight) {
        this.set = set;
        this.k = k;
        this.vectorWeight = vectorWeight;
    }

    /**
     * Reads the set, indexes it in a temporary folder and asks every query. Takes some milliseconds of CPU a chunk.
     *
     * @param k ranks that count, 1 or more
     * @param vectorWeight what nearness counts in the hybrid ranking, 0 to 1
     * @param progress told in a line what happens next
     */
    public static Outcome of(Path folder, int k, double vectorWeight, Consumer<String> progress) throws Exception {
        List<Finding> mistakes = new ArrayList<>();
        LabelledSet set = SetReader.read(folder, mistakes);
        Path work = Files.createTempDirectory("serai-evaluation-");
        try {
            progress.accept("reading %d documents".formatted(set.documents().size()));
            Map<String, ExtractedText> texts = texts(set, work, mistakes);
            return mistakes.isEmpty()
                    ? new Evaluation(set, k, vectorWeight).measured(texts, work, progress)
                    : new Outcome.Faulty(mistakes);
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static Map<String, ExtractedText> texts(LabelledSet set, Path work, List<Finding> mistakes) {
        try (TextExtractor extractor = TextExtractor.withDefaults(work.resolve("extraction"))) {
            TextReader reader = new TextReader(extractor, work, mistakes);
            Map<String, ExtractedText> texts = reader.read(set.documents());
            reader.check(set.judgements(), texts);
            return texts;
        }
    }

    private Outcome measured(Map<String, ExtractedText> texts, Path work, Consumer<String> progress) throws Exception {
        try (IndexedSet index = new IndexedSet(work, vectorWeight)) {
            progress.accept("embedding %d documents".formatted(texts.size()));
            for (int i = 0; i < set.documents().size(); i += BATCH) {
                index.add(set.documents().stream()
                        .skip(i)
                        .limit(BATCH)
                        .map(s -> new IndexedSet.Titled(s.id(), TextReader.fileName(s), text(texts, s)))
                        .toList());
            }
            progress.accept("asking %d queries".formatted(set.queries().size()));
            return measured(index);
        }
    }

    private static ExtractedText text(Map<String, ExtractedText> texts, Source source) {
        return Objects.requireNonNull(texts.get(source.id()), source::id);
    }

    private Outcome.Measured measured(IndexedSet index) {
        Map<String, Map<String, Integer>> grades = grades(index);
        List<OfQuery> each = new ArrayList<>();
        set.queries().forEach((id, text) -> {
            // As trec_eval does: a query with nothing to find says nothing about a ranking.
            Map<String, Integer> judged = grades.getOrDefault(id, Map.of());
            if (judged.values().stream().anyMatch(grade -> grade > 0)) {
                each.add(new OfQuery(id, scores(index, text, judged)));
            }
        });
        return new Outcome.Measured(
                k,
                set.bySpan() ? "span" : "document",
                set.documents().size(),
                index.size(),
                set.queries().size(),
                each.size(),
                means(each),
                each);
    }

    private Map<String, Scores> scores(IndexedSet index, String query, Map<String, Integer> grades) {
        Function<Candidate, String> unit =
                set.bySpan() ? c -> unit(c.documentId(), c.ordinal()) : Candidate::documentId;
        Map<String, Scores> scores = new LinkedHashMap<>();
        for (SearchQuery.Mode mode : MODES) {
            List<String> ranking = index.ranking(query, mode, unit, Math.max(k, DEPTH));
            scores.put(name(mode), Scores.of(ranking, grades, k));
        }
        return scores;
    }

    private static Map<String, Scores> means(List<OfQuery> each) {
        Map<String, Scores> means = new LinkedHashMap<>();
        for (SearchQuery.Mode mode : MODES) {
            means.put(
                    name(mode),
                    Scores.mean(
                            each.stream().map(q -> q.scores().get(name(mode))).toList()));
        }
        return means;
    }

    private static String name(SearchQuery.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** Grades of units by query. A chunk has the best grade of the spans that it overlaps. */
    private Map<String, Map<String, Integer>> grades(IndexedSet index) {
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        for (Judgement judgement : set.judgements()) {
            Map<String, Integer> ofQuery = grades.computeIfAbsent(judgement.query(), q -> new HashMap<>());
            for (String unit : units(judgement, index)) {
                ofQuery.merge(unit, judgement.grade(), Math::max);
            }
        }
        return grades;
    }

    private static List<String> units(Judgement judgement, IndexedSet index) {
        Span span = judgement.span();
        return span == null
                ? List.of(judgement.document())
                : index.chunks(judgement.document()).stream()
                        .filter(chunk -> span.overlaps(chunk.start(), chunk.end()))
                        .map(Chunk::ordinal)
                        .map(ordinal -> unit(judgement.document(), ordinal))
                        .toList();
    }

    private static String unit(String document, int ordinal) {
        return document + "#" + ordinal;
    }
}
