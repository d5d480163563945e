package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SelectionPropertyTest {
    private static final List<Kernel> KERNELS = List.of(new ScalarKernel(), new SimdKernel());

    @Property(tries = 300)
    void theLargestAreThoseThatSortingPutsFirst(
            @ForAll @Size(max = 300) @IntRange(min = -20, max = 20) int[] numbers,
            @ForAll @IntRange(min = 0, max = 320) int count) {
        float[] scores = floats(numbers);

        for (Kernel kernel : KERNELS) {
            assertThat(Selection.largest(kernel, scores, scores.length, count)).isEqualTo(sorted(scores, count));
        }
    }

    @Property(tries = 300)
    void candidatesAreThoseThatSortingPutsFirst(
            @ForAll @Size(max = 3_000) @IntRange(min = -50, max = 50) int[] numbers,
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 1, max = Candidates.TOGETHER) int together) {
        float[] scores = floats(numbers);
        for (Kernel kernel : KERNELS) {
            Candidates candidates = new Candidates(kernel, count);

            for (int first = 0; first < scores.length; first += together) {
                int end = Math.min(scores.length, first + together);
                candidates.offer(
                        Arrays.copyOfRange(scores, first, end),
                        IntStream.range(first, end).toArray(),
                        end - first);
            }

            assertThat(candidates.rows()).isEqualTo(sorted(scores, count));
        }
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
