package dev.serai.search;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.ScoreDoc;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher: "Reciprocal rank fusion outperforms Condorcet and individual rank
 * learning methods", SIGIR 2009): score = Σ 1 / (60 + rank).
 */
final class Ranking {
    private static final double RANK_CONSTANT = 60;

    private Ranking() {}

    static List<ScoreDoc> fused(List<ScoreDoc> one, List<ScoreDoc> other, int k) {
        Map<Integer, Double> scores = new LinkedHashMap<>();
        add(scores, one);
        add(scores, other);
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(k)
                .map(e -> new ScoreDoc(e.getKey(), e.getValue().floatValue()))
                .toList();
    }

    private static void add(Map<Integer, Double> scores, List<ScoreDoc> ranked) {
        for (int rank = 0; rank < ranked.size(); rank++) {
            scores.merge(ranked.get(rank).doc, 1 / (RANK_CONSTANT + rank + 1), Double::sum);
        }
    }
}
