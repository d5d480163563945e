package dev.serai.search;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two rankings made one: score = (1 - w) · words / best words + w · (nearness - least) / (best - least), where least and
 * best are those of the pool and what a ranking lacks counts 0. A convex combination of scaled scores, as in Bruch, Gai,
 * Ingber: "An analysis of fusion functions for hybrid retrieval", ACM TOIS 42(1), 2023. A score of words has a natural
 * zero, nearness has none.
 */
final class Fusion {
    private Fusion() {}

    private record Chunk(String documentId, int version, int ordinal) {}

    /**
     * The best of both.
     *
     * @param words best first
     * @param near best first
     * @param vectorWeight w, 0 to 1
     * @param k wanted
     */
    static List<Candidate> fused(List<Candidate> words, List<Candidate> near, double vectorWeight, int k) {
        Map<Chunk, Double> scores = new LinkedHashMap<>();
        add(scores, words, 0, 1 - vectorWeight);
        add(scores, near, near.isEmpty() ? 0 : near.getLast().score(), vectorWeight);
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

    private static void add(Map<Chunk, Double> scores, List<Candidate> ranked, double zero, double weight) {
        for (Candidate at : ranked) {
            double range = ranked.getFirst().score() - zero;
            double share = range > 0 ? (at.score() - zero) / range : 1; // all alike
            scores.merge(new Chunk(at.documentId(), at.version(), at.ordinal()), weight * share, Double::sum);
        }
    }
}
