package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How a unit vector is written down: int8 codes, one bit a number, and the floats themselves. */
final class Encoding {
    static final int LARGEST = 127;

    private Encoding() {}

    /** Symmetric: code = round(number / scale), from -127 to 127. Answers the scale. */
    static float codes(float[] vector, byte[] codes) {
        float largest = 0;
        for (float x : vector) {
            largest = Math.max(largest, Math.abs(x));
        }
        float scale = largest / LARGEST;
        for (int i = 0; i < vector.length; i++) {
            codes[i] = (byte) Math.clamp(Math.round(vector[i] / scale), -LARGEST, LARGEST);
        }
        return scale;
    }

    /**
     * Signs, 1 for positive. Answers Σx² / Σ|x|: by it the agreement of a query with the signs becomes an unbiased
     * estimate of their dot product when directions are random (Gao and Long: "RaBitQ", SIGMOD 2024, without its
     * rotation). 0 for the zero vector.
     */
    static float signs(float[] vector, long[] words) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += Math.abs(vector[i]);
            squares += (double) vector[i] * vector[i];
            if (vector[i] > 0) {
                words[i / Long.SIZE] |= 1L << i;
            }
        }
        return sum > 0 ? (float) (squares / sum) : 0;
    }

    /** Writes one row of a record that begins at 0. */
    static void write(MemorySegment record, Layout layout, int row, VectorRow from) {
        byte[] codes = new byte[layout.stride()];
        long[] signs = new long[layout.words()];
        record.set(Layout.INT, layout.ordinals() + 4L * row, from.ordinal());
        record.set(Layout.FLOAT, layout.scales() + 4L * row, codes(from.vector(), codes));
        record.set(Layout.FLOAT, layout.factors() + 4L * row, signs(from.vector(), signs));
        long at = layout.codes() + (long) row * layout.stride();
        MemorySegment.copy(codes, 0, record, ValueLayout.JAVA_BYTE, at, codes.length);
        at = layout.bits() + (long) row * layout.words() * Long.BYTES;
        MemorySegment.copy(signs, 0, record, Layout.LONG, at, signs.length);
        at = layout.floats() + (long) row * layout.stride() * Float.BYTES;
        MemorySegment.copy(from.vector(), 0, record, Layout.FLOAT, at, from.vector().length);
    }

    /** Copies rows from one record to another, both of one dimension. */
    static void copy(
            MemorySegment from, long start, Layout old, int first, MemorySegment to, Layout now, int at, int n) {
        part(from, start + old.ordinals(), first, to, now.ordinals(), at, n, Integer.BYTES);
        part(from, start + old.scales(), first, to, now.scales(), at, n, Float.BYTES);
        part(from, start + old.factors(), first, to, now.factors(), at, n, Float.BYTES);
        part(from, start + old.codes(), first, to, now.codes(), at, n, now.stride());
        part(from, start + old.bits(), first, to, now.bits(), at, n, (long) now.words() * Long.BYTES);
        part(from, start + old.floats(), first, to, now.floats(), at, n, (long) now.stride() * Float.BYTES);
    }

    private static void part(
            MemorySegment from, long base, int first, MemorySegment to, long toBase, int at, int n, long width) {
        MemorySegment.copy(from, base + first * width, to, toBase + at * width, n * width);
    }
}
