package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SelectionPropertyTest {
    @Property(tries = 300)
    void theLargestAreThoseThatSortingPutsFirst(
            @ForAll @Size(max = 300) @IntRange(min = -20, max = 20) int[] numbers,
            @ForAll @IntRange(min = 0, max = 320) int count) {
        float[] scores = floats(numbers);

        assertThat(Selection.largest(scores, count)).isEqualTo(sorted(scores, count));
        assertThat(Selection.largestFirst(scores, count)).isEqualTo(first(scores, count));
    }

    @Property(tries = 300)
    void candidatesAreThoseThatSortingPutsFirst(
            @ForAll @Size(max = 900) @IntRange(min = -50, max = 50) int[] numbers,
            @ForAll @IntRange(min = 1, max = 200) int count) {
        float[] scores = floats(numbers);
        Candidates candidates = new Candidates(count);

        for (int i = 0; i < scores.length; i++) {
            candidates.offer(scores[i], i);
        }

        assertThat(candidates.rows()).isEqualTo(sorted(scores, count));
    }

    private static float[] floats(int[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers[i] / 4f;
        }
        return floats;
    }

    private static int[] sorted(float[] scores, int count) {
        int[] places = first(scores, count);
        Arrays.sort(places);
        return places;
    }

    private static int[] first(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
                .limit(count)
                .mapToInt(i -> i)
                .toArray();
    }
}
