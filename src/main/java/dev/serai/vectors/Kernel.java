package dev.serai.vectors;

import java.lang.foreign.MemorySegment;

/** Dot products of a query with stored rows. Every implementation gives the same bits. */
interface Kernel {
    /** Int8 codes: {@code dots[i]} of row {@code i} behind {@code at}; a row is as long as the query. */
    void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots);

    /** Floats, summed in {@link #LANES} lanes, the lanes from first to last. */
    float dot(float[] query, MemorySegment floats, long at);

    int LANES = 16;

    static float sum(float[] lanes) {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
