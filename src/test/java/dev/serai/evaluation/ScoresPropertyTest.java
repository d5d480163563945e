package dev.serai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ScoresPropertyTest {
    private static final List<String> UNITS =
            IntStream.range(0, 30).mapToObj(i -> "u" + i).toList();

    @Property
    void everyFigureIsBetweenZeroAndOne(
            @ForAll("rankings") List<String> ranking,
            @ForAll("grades") Map<String, Integer> grades,
            @ForAll @IntRange(min = 1, max = 40) int k) {
        Scores scores = Scores.of(ranking, grades, k);

        assertThat(List.of(scores.ndcg(), scores.recall(), scores.reciprocalRank()))
                .allSatisfy(figure -> assertThat(figure).isBetween(0.0, 1 + 1e-12));
    }

    @Property
    void theIdealOrderScoresOne(
            @ForAll("rankings") List<String> ranking,
            @ForAll("grades") Map<String, Integer> grades,
            @ForAll @IntRange(min = 1, max = 40) int k) {
        List<String> ideal = sorted(ranking, grades);

        assertThat(Scores.of(ideal, grades, k).ndcg()).isCloseTo(1, within(1e-12));
        assertThat(Scores.of(ideal, grades, k).reciprocalRank()).isEqualTo(1);
        assertThat(Scores.of(ideal, grades, UNITS.size()).recall()).isEqualTo(1);
    }

    @Property
    void noPermutationBeatsTheIdealOrder(
            @ForAll("rankings") List<String> ranking,
            @ForAll("grades") Map<String, Integer> grades,
            @ForAll @IntRange(min = 1, max = 40) int k) {
        Scores best = Scores.of(sorted(ranking, grades), grades, k);

        assertThat(Scores.of(ranking, grades, k).ndcg()).isLessThanOrEqualTo(best.ndcg() + 1e-12);
        assertThat(Scores.of(ranking, grades, k).recall()).isLessThanOrEqualTo(best.recall());
    }

    @Property
    void theOrderBehindKChangesNothing(
            @ForAll("rankings") List<String> ranking,
            @ForAll("grades") Map<String, Integer> grades,
            @ForAll @IntRange(min = 1, max = 29) int k) {
        List<String> turned = new ArrayList<>(ranking.subList(0, k));
        turned.addAll(ranking.subList(k, ranking.size()).reversed());

        assertThat(Scores.of(turned, grades, k).ndcg())
                .isEqualTo(Scores.of(ranking, grades, k).ndcg());
        assertThat(Scores.of(turned, grades, k).recall())
                .isEqualTo(Scores.of(ranking, grades, k).recall());
    }

    @Property
    void namesOfUnitsDoNotMatter(
            @ForAll("rankings") List<String> ranking, @ForAll("grades") Map<String, Integer> grades) {
        Map<String, Integer> renamed = new HashMap<>();
        grades.forEach((unit, grade) -> renamed.put("other-" + unit, grade));

        assertThat(Scores.of(ranking.stream().map(unit -> "other-" + unit).toList(), renamed, 10))
                .isEqualTo(Scores.of(ranking, grades, 10));
    }

    private static List<String> sorted(List<String> ranking, Map<String, Integer> grades) {
        return ranking.stream()
                .sorted(Comparator.comparing((String unit) -> grades.getOrDefault(unit, 0))
                        .reversed())
                .toList();
    }

    @Provide
    Arbitrary<List<String>> rankings() {
        return Arbitraries.shuffle(UNITS);
    }

    /** One unit at least is relevant, as {@link Scores#of} demands. */
    @Provide
    Arbitrary<Map<String, Integer>> grades() {
        return Arbitraries.maps(Arbitraries.of(UNITS), Arbitraries.integers().between(-1, 4))
                .ofMinSize(1)
                .ofMaxSize(20)
                .filter(grades -> grades.values().stream().anyMatch(grade -> grade > 0));
    }
}
