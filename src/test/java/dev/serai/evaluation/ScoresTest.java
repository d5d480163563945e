package dev.serai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {
    /** DCG = 3/log2(2) + 0 + 1/log2(4) = 3.5; ideal 3/log2(2) + 2/log2(3) + 1/log2(4) = 4.761860. */
    @Test
    void figuresAreAsComputedByHand() {
        Scores scores = Scores.of(List.of("a", "x", "c"), Map.of("a", 3, "b", 2, "c", 1, "x", 0), 10);

        assertThat(scores.ndcg()).isCloseTo(3.5 / 4.761859507142915, within(1e-12));
        assertThat(scores.recall()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.reciprocalRank()).isEqualTo(1);
    }

    /** At 2: DCG = 1/log2(3) = 0.630930; ideal 2/log2(2) + 1/log2(3) = 2.630930. */
    @Test
    void onlyTheFirstRanksCountAlsoInTheIdealOrder() {
        Scores scores = Scores.of(List.of("x", "b", "a"), Map.of("a", 2, "b", 1, "c", 1), 2);

        assertThat(scores.ndcg()).isCloseTo(0.6309297535714575 / 2.6309297535714573, within(1e-12));
        assertThat(scores.recall()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void theReciprocalRankLooksBehindK() {
        assertThat(Scores.of(List.of("x", "y", "z", "a"), Map.of("a", 1), 2)).isEqualTo(new Scores(0, 0, 0.25));
    }

    @Test
    void aGradeOfZeroOrBelowIsNotRelevant() {
        assertThat(Scores.of(List.of("bad", "a"), Map.of("a", 1, "bad", -1), 1)).isEqualTo(new Scores(0, 0, 0.5));
    }

    @Test
    void anEmptyRankingScoresNothing() {
        assertThat(Scores.of(List.of(), Map.of("a", 1), 10)).isEqualTo(new Scores(0, 0, 0));
    }

    @Test
    void meansAreOverQueries() {
        assertThat(Scores.mean(List.of(new Scores(1, 0.5, 1), new Scores(0, 0.25, 0.5))))
                .isEqualTo(new Scores(0.5, 0.375, 0.75));
    }
}
