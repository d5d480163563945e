package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** With the vector instructions of the CPU. Loaded only where the module is there. */
final class SimdKernel implements Kernel {
    private static final boolean WIDE = ShortVector.SPECIES_PREFERRED.vectorBitSize() >= 256;
    private static final VectorSpecies<Byte> BYTES = WIDE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Short> SHORTS = WIDE ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;
    private static final VectorSpecies<Integer> INTS = WIDE ? IntVector.SPECIES_256 : IntVector.SPECIES_128;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final int STEP = 2 * BYTES.length();

    private final ScalarKernel scalar = new ScalarKernel();

    @Override
    public void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(query, codes, at + (long) row * query.length);
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
