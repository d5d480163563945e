package dev.serai.search;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher: "Reciprocal rank fusion outperforms Condorcet and individual rank
 * learning methods", SIGIR 2009): score = Σ 1 / (60 + rank).
 */
final class Ranking {
    private static final double RANK_CONSTANT = 60;

    private Ranking() {}

    private record Chunk(String documentId, int version, int ordinal) {}

    static List<Candidate> fused(List<Candidate> one, List<Candidate> other, int k) {
        Map<Chunk, Double> scores = new LinkedHashMap<>();
        add(scores, one);
        add(scores, other);
        return scores.entrySet().stream()
                .map(e -> new Candidate(
                        e.getKey().documentId(),
                        e.getKey().version(),
                        e.getKey().ordinal(),
                        e.getValue()))
                .sorted(Comparator.comparingDouble(Candidate::score)
                        .reversed()
                        .thenComparing(Candidate::documentId)
                        .thenComparingInt(Candidate::ordinal))
                .limit(k)
                .toList();
    }

    private static void add(Map<Chunk, Double> scores, List<Candidate> ranked) {
        for (int rank = 0; rank < ranked.size(); rank++) {
            Candidate at = ranked.get(rank);
            scores.merge(
                    new Chunk(at.documentId(), at.version(), at.ordinal()),
                    1 / (RANK_CONSTANT + rank + 1),
                    Double::sum);
        }
    }
}
