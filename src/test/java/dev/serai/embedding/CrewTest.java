package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final Crew SINGLE = new Crew(8, 1);
    private static final Crew PAIRS = new Crew(4, 2);
    private static final Crew FOURS = new Crew(2, 4);
    private static final Crew ALL = new Crew(1, 8);

    @Test
    void candidatesUseEachProcessorOnce() {
        assertThat(Crew.candidates(1)).containsExactly(new Crew(1, 1));
        assertThat(Crew.candidates(2)).containsExactly(new Crew(2, 1), new Crew(1, 2));
        assertThat(Crew.candidates(8)).containsExactly(SINGLE, PAIRS, FOURS, ALL);
        assertThat(Crew.candidates(6)).containsExactly(new Crew(6, 1), new Crew(3, 2), new Crew(1, 4));
    }

    @Test
    void theFastestWins() {
        assertThat(fastest(Map.of(SINGLE, 100.0, PAIRS, 120.0, FOURS, 200.0, ALL, 90.0)))
                .isEqualTo(FOURS);
    }

    @Test
    void threadsThatAreHardlyFasterDoNotWin() {
        assertThat(fastest(Map.of(SINGLE, 100.0, PAIRS, 105.0, FOURS, 109.0, ALL, 0.0)))
                .isEqualTo(SINGLE);
    }

    @Test
    void withoutAChoiceNothingIsMeasured() {
        Crew only = new Crew(1, 1);

        assertThat(Crew.fastest(List.of(only), crew -> {
                    throw new AssertionError(crew);
                }))
                .isEqualTo(only);
    }

    private static Crew fastest(Map<Crew, Double> rates) {
        return Crew.fastest(List.of(SINGLE, PAIRS, FOURS, ALL), rates::get);
    }
}
