package dev.serai.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.ScoreDoc;

/**
 * Fuses two rankings by the mean of their scores, each scaled to 0…1 inside its pool: the convex combination of Bruch,
 * Gai and Ingber: "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42(1), 2023. It keeps what rank fusion
 * throws away, by how much a chunk is better than the next; {@code docs/evaluation.md} has the figures.
 */
final class Ranking {
    private Ranking() {}

    /**
     * The best of both, best first.
     *
     * @param words by BM25, whose lowest score is 0, best first
     * @param near by dot product, best first
     * @param pool how many of each were asked for
     */
    static List<ScoreDoc> fused(List<ScoreDoc> words, List<ScoreDoc> near, int pool, int k) {
        Map<Integer, Double> scores = new HashMap<>();
        // All chunks with any of the words are there when the pool is not full; the others then score 0.
        add(scores, words, words.size() < pool ? 0 : lowest(words));
        add(scores, near, lowest(near));
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(k)
                .map(e -> new ScoreDoc(e.getKey(), e.getValue().floatValue()))
                .toList();
    }

    private static float lowest(List<ScoreDoc> ranked) {
        return ranked.isEmpty() ? 0 : ranked.getLast().score;
    }

    private static void add(Map<Integer, Double> scores, List<ScoreDoc> ranked, float floor) {
        for (ScoreDoc hit : ranked) {
            double range = ranked.getFirst().score - floor;
            double scaled = range > 0 ? (hit.score - floor) / range : 1;
            scores.merge(hit.doc, scaled / 2, Double::sum);
        }
    }
}
