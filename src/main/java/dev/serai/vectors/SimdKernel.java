package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** With the vector instructions of the CPU. Loaded only where the module is there. */
final class SimdKernel implements Kernel {
    private static final int BITS = Math.clamp(ShortVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
    private static final boolean WIDE = BITS >= 256;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(BITS / 2)); // they become as many shorts
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Integer> HALF_INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(BITS / 2));
    private static final VectorSpecies<Float> SCORES = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final IntVector FIRST = IntVector.zero(INTS).addIndex(1);
    private static final int STEP = 2 * BYTES.length();

    private final ScalarKernel scalar = new ScalarKernel();

    @Override
    public void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(query, codes, at + (long) row * query.length);
        }
    }

    @Override
    public void dots(byte[] query, MemorySegment codes, long[] at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(query, codes, at[row]);
        }
    }

    /** Two products of codes, at most 2 · 127², still fit a short; only their sum is widened. */
    private static int dot(byte[] query, MemorySegment codes, long at) {
        IntVector sum = IntVector.zero(INTS);
        for (int i = 0; i < query.length; i += STEP) {
            ShortVector pairs = product(query, codes, at, i).add(product(query, codes, at, i + BYTES.length()));
            IntVector both = pairs.reinterpretAsInts();
            IntVector low = both.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            sum = sum.add(low).add(both.lanewise(VectorOperators.ASHR, 16));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static ShortVector product(byte[] query, MemorySegment codes, long at, int i) {
        ByteVector row = ByteVector.fromMemorySegment(BYTES, codes, at + i, ByteOrder.LITTLE_ENDIAN);
        ByteVector other = ByteVector.fromArray(BYTES, query, i);
        return widened(row).mul(widened(other));
    }

    private static ShortVector widened(ByteVector bytes) {
        return (ShortVector) bytes.convertShape(VectorOperators.B2S, SHORTS, 0);
    }

    /** As many rows at once as words fit a vector; the last ones are counted with some before them. */
    @Override
    public void differences(long[] planes, long[] columns, int rows, int[] differences) {
        int together = LONGS.length();
        if (rows < together) {
            scalar.differences(planes, columns, rows, differences);
            return;
        }
        for (int row = 0; row < rows; row += together) {
            int first = Math.min(row, rows - together);
            differences(planes, columns, rows, first)
                    .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                    .reinterpretAsInts()
                    .intoArray(differences, first);
        }
    }

    /** Few calls in nested loops: what the compiler cannot inline as a whole, it makes objects of. */
    private static LongVector differences(long[] planes, long[] columns, int rows, int first) {
        LongVector sum = LongVector.zero(LONGS);
        int words = planes.length / PLANES;
        for (int plane = 0; plane < planes.length; plane += words) {
            sum = sum.add(sum);
            for (int word = 0; word < words; word++) {
                LongVector signs = LongVector.fromArray(LONGS, columns, word * rows + first);
                sum = sum.add(signs.lanewise(VectorOperators.XOR, planes[plane + word])
                        .lanewise(VectorOperators.BIT_COUNT));
            }
        }
        return sum;
    }

    @Override
    public int count(float[] numbers, int size, float least) {
        int count = 0;
        int whole = SCORES.loopBound(size);
        for (int i = 0; i < whole; i += SCORES.length()) {
            count += FloatVector.fromArray(SCORES, numbers, i)
                    .compare(VectorOperators.GE, least)
                    .trueCount();
        }
        for (int i = whole; i < size; i++) {
            count += numbers[i] >= least ? 1 : 0;
        }
        return count;
    }

    @Override
    public int[] places(float[] numbers, int size, float least, int count) {
        if (!WIDE) {
            return scalar.places(numbers, size, least, count);
        }
        int[] places = new int[count + INTS.length()]; // each store writes a whole vector
        int found = 0;
        int whole = SCORES.loopBound(size);
        for (int i = 0; i < whole; i += SCORES.length()) {
            VectorMask<Integer> reach = FloatVector.fromArray(SCORES, numbers, i)
                    .compare(VectorOperators.GE, least)
                    .cast(INTS);
            FIRST.add(i).compress(reach).intoArray(places, found);
            found += reach.trueCount();
        }
        for (int i = whole; i < size; i++) {
            if (numbers[i] >= least) {
                places[found++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    @Override
    public int append(
            float[] scores, int[] rows, int count, float threshold, float[] toScores, int[] toRows, int size) {
        int end = size;
        int whole = SCORES.loopBound(count);
        for (int i = 0; i < whole; i += SCORES.length()) {
            FloatVector some = FloatVector.fromArray(SCORES, scores, i);
            if (some.compare(VectorOperators.GT, threshold).anyTrue()) {
                end = append(scores, rows, i, i + SCORES.length(), threshold, toScores, toRows, end);
            }
        }
        return append(scores, rows, whole, count, threshold, toScores, toRows, end);
    }

    private static int append(
            float[] scores, int[] rows, int from, int to, float threshold, float[] toScores, int[] toRows, int size) {
        int end = size;
        for (int i = from; i < to; i++) {
            toScores[end] = scores[i];
            toRows[end] = rows[i];
            end += scores[i] > threshold ? 1 : 0;
        }
        return end;
    }

    @Override
    public float dot(float[] query, MemorySegment floats, long at) {
        if (!WIDE) {
            return scalar.dot(query, floats, at);
        }
        FloatVector low = FloatVector.zero(FLOATS);
        FloatVector high = FloatVector.zero(FLOATS);
        for (int i = 0; i < query.length; i += LANES) {
            low = low.add(product(query, floats, at, i)); // no fused step: it rounds otherwise
            high = high.add(product(query, floats, at, i + FLOATS.length()));
        }
        float[] lanes = new float[LANES];
        low.intoArray(lanes, 0);
        high.intoArray(lanes, FLOATS.length());
        return Kernel.sum(lanes);
    }

    private static FloatVector product(float[] query, MemorySegment floats, long at, int i) {
        long from = at + (long) i * Float.BYTES;
        return FloatVector.fromMemorySegment(FLOATS, floats, from, ByteOrder.LITTLE_ENDIAN)
                .mul(FloatVector.fromArray(FLOATS, query, i));
    }
}
