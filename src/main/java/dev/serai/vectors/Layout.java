package dev.serai.vectors;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where the parts of a record lie, in bytes from its start.
 *
 * @param stride numbers in a stored row: the dimension, rounded up to a multiple of 64; the rest is 0
 */
record Layout(int dimension, int stride, int rows, int tableBytes) {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final int FILE_HEADER = 4096;
    static final int HEADER = 64;

    static Layout of(int dimension, int rows, int tableBytes) {
        return new Layout(dimension, stride(dimension), rows, tableBytes);
    }

    static int stride(int dimension) {
        return Math.toIntExact(aligned(dimension));
    }

    static long aligned(long bytes) {
        return (bytes + 63) & -64L;
    }

    int words() {
        return stride / Long.SIZE;
    }

    long ordinals() {
        return aligned(HEADER + (long) tableBytes);
    }

    /** What an int8 code is multiplied by, a float a row. */
    long scales() {
        return aligned(ordinals() + 4L * rows);
    }

    /** What a one-bit agreement is multiplied by, a float a row. */
    long factors() {
        return aligned(scales() + 4L * rows);
    }

    long codes() {
        return aligned(factors() + 4L * rows);
    }

    long bits() {
        return codes() + (long) rows * stride;
    }

    long floats() {
        return aligned(bits() + (long) rows * words() * Long.BYTES);
    }

    long length() {
        return floats() + (long) rows * stride * Float.BYTES;
    }
}
