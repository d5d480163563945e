package dev.serai.vectors;

import java.lang.foreign.MemorySegment;

/**
 * A query against signs: its numbers are rounded to the 16 odd steps from -15 to 15, written as four bit planes, so that
 * its dot product with a row's signs is four XORs and bit counts a word.
 */
final class Bits {
    private static final int PLANES = 4;
    private static final int LARGEST = 15;

    private final long[] planes;
    private final int words;
    private final int dimension;

    Bits(float[] query, int words) {
        this.planes = new long[words * PLANES];
        this.words = words;
        this.dimension = query.length;
        float largest = 0;
        for (float x : query) {
            largest = Math.max(largest, Math.abs(x));
        }
        for (int i = 0; i < query.length; i++) {
            int step = Math.clamp(Math.round((query[i] / largest + 1) * LARGEST / 2), 0, LARGEST);
            for (int plane = 0; plane < PLANES; plane++) {
                planes[i / Long.SIZE * PLANES + plane] |= (long) (step >> plane & 1) << i;
            }
        }
    }

    /** Σ of the query's step where the row's sign is positive, less it where it is not. */
    int dot(MemorySegment bits, long at) {
        int differences = 0;
        for (int word = 0; word < words; word++) {
            long row = bits.get(Layout.LONG, at + (long) word * Long.BYTES);
            int plane = word * PLANES;
            differences += Long.bitCount(row ^ planes[plane])
                    + 2 * Long.bitCount(row ^ planes[plane + 1])
                    + 4 * Long.bitCount(row ^ planes[plane + 2])
                    + 8 * Long.bitCount(row ^ planes[plane + 3]);
        }
        return LARGEST * dimension - 2 * differences;
    }
}
