package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KernelTest {
    private static final int ROWS = 5;

    private final Kernel scalar = new ScalarKernel();
    private final Kernel simd = new SimdKernel();

    @Property(tries = 200)
    void vectorInstructionsGiveTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int blocks) {
        Random random = new Random(seed);
        int length = 64 * blocks;
        byte[] codes = codes(random, length);
        float[] floats = Samples.unit(random, length);
        int[] expected = new int[ROWS];
        int[] dots = new int[ROWS];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rows = arena.allocate((long) ROWS * length);
            MemorySegment.copy(codes(random, ROWS * length), 0, rows, ValueLayout.JAVA_BYTE, 0, ROWS * length);
            MemorySegment row = arena.allocate(4L * length);
            MemorySegment.copy(Samples.unit(random, length), 0, row, Layout.FLOAT, 0, length);

            scalar.dots(codes, rows, 0, ROWS, expected);
            simd.dots(codes, rows, 0, ROWS, dots);

            assertThat(dots).isEqualTo(expected);
            simd.dots(codes, rows, new long[] {3L * length, length}, 2, dots);
            assertThat(dots).startsWith(expected[3], expected[1]);
            assertThat(simd.dot(floats, row, 0)).isEqualTo(scalar.dot(floats, row, 0));
        }
    }

    @Property(tries = 200)
    void signsAreCountedAlike(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int words, @ForAll @IntRange(max = 70) int rows) {
        Random random = new Random(seed);
        long[] planes = random.longs((long) words * Kernel.PLANES).toArray();
        long[] columns = random.longs((long) words * rows).toArray();
        int[] expected = new int[rows];
        int[] differences = new int[rows];

        scalar.differences(planes, columns, rows, expected);
        simd.differences(planes, columns, rows, differences);

        assertThat(differences).isEqualTo(expected);
    }

    @Test
    void aPlaneCountsHalfOfTheOneBefore() {
        int[] differences = new int[2];

        scalar.differences(new long[] {1, 0, 1, 0}, new long[] {0, 1}, 2, differences);

        assertThat(differences).containsExactly(8 + 2, 4 + 1);
    }

    /** With many of the extreme codes, where sums come nearest to overflowing. */
    private static byte[] codes(Random random, int length) {
        byte[] codes = new byte[length];
        for (int i = 0; i < length; i++) {
            codes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(255) - 127 : random.nextBoolean() ? 127 : -127);
        }
        return codes;
    }
}
