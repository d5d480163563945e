package dev.serai.evaluation;

import java.util.List;
import java.util.Map;

/**
 * How good one ranking is, each figure from 0 to 1. Conventions are those of NIST's trec_eval, so that figures compare
 * with published ones; means are over queries.
 *
 * @param ndcg normalised discounted cumulative gain of the first k: DCG = Σ g(i) / log2(i + 1) over the ranks i = 1…k,
 *     divided by the DCG of the best order there is. Järvelin and Kekäläinen: "Cumulated gain-based evaluation of IR
 *     techniques", ACM TOIS 20(4), 2002; with the gain g equal to the grade, as {@code ndcg_cut} has it
 * @param recall share of all relevant units that stand among the first k ({@code recall}); relevant is a grade above 0
 * @param reciprocalRank 1 / rank of the first relevant unit, 0 when there is none ({@code recip_rank}); its mean is MRR
 */
public record Scores(double ndcg, double recall, double reciprocalRank) {
    /**
     * Scores a ranking.
     *
     * @param ranking units, best first, each once
     * @param grades of the judged units, one of them above 0; units without a grade are not relevant
     * @param k ranks that count, 1 or more
     */
    static Scores of(List<String> ranking, Map<String, Integer> grades, int k) {
        List<Integer> gains = ranking.stream()
                .map(unit -> Math.max(0, grades.getOrDefault(unit, 0)))
                .toList();
        List<Integer> ideal = grades.values().stream()
                .filter(grade -> grade > 0)
                .sorted((a, b) -> b - a)
                .toList();
        long found = gains.stream().limit(k).filter(gain -> gain > 0).count();
        return new Scores(dcg(gains, k) / dcg(ideal, k), (double) found / ideal.size(), reciprocalRank(gains));
    }

    private static double dcg(List<Integer> gains, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, gains.size()); i++) {
            sum += gains.get(i) * Math.log(2) / Math.log(i + 2.0);
        }
        return sum;
    }

    private static double reciprocalRank(List<Integer> gains) {
        for (int i = 0; i < gains.size(); i++) {
            if (gains.get(i) > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    static Scores mean(List<Scores> all) {
        return new Scores(
                all.stream().mapToDouble(Scores::ndcg).average().orElse(0),
                all.stream().mapToDouble(Scores::recall).average().orElse(0),
                all.stream().mapToDouble(Scores::reciprocalRank).average().orElse(0));
    }
}
