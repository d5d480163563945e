package dev.serai.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void bothRankingsAreScaledAndWeighed() {
        List<Candidate> words = List.of(candidate("a", 8), candidate("b", 2));
        List<Candidate> near = List.of(candidate("c", 0.9), candidate("b", 0.8), candidate("d", 0.5));

        List<Candidate> fused = Fusion.fused(words, near, 0.4, 10);

        assertThat(fused).extracting(Candidate::documentId).containsExactly("a", "b", "c", "d");
        assertThat(fused.get(0).score()).isCloseTo(0.6, within(1e-9));
        assertThat(fused.get(1).score()).isCloseTo(0.6 * 0.25 + 0.4 * 0.75, within(1e-9));
        assertThat(fused.get(2).score()).isCloseTo(0.4, within(1e-9));
        assertThat(fused.get(3).score()).isZero();
    }

    @Test
    void aWeightOfNothingLeavesTheOrderOfTheOther() {
        List<Candidate> words = List.of(candidate("a", 3), candidate("b", 2));
        List<Candidate> near = List.of(candidate("b", 0.9), candidate("a", 0.1));

        assertThat(Fusion.fused(words, near, 0, 1).getFirst().documentId()).isEqualTo("a");
        assertThat(Fusion.fused(words, near, 1, 1).getFirst().documentId()).isEqualTo("b");
    }

    @Test
    void oneRankingMayBeEmptyOrAllAlike() {
        List<Candidate> alike = List.of(candidate("b", -0.2), candidate("a", -0.2));

        assertThat(Fusion.fused(List.of(), alike, 0.4, 2))
                .extracting(Candidate::documentId)
                .containsExactly("a", "b");
        assertThat(Fusion.fused(List.of(), List.of(), 0.4, 2)).isEmpty();
    }

    private static Candidate candidate(String document, double score) {
        return new Candidate(document, 1, 0, score);
    }
}
