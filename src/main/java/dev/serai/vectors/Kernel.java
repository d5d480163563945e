package dev.serai.vectors;

import java.lang.foreign.MemorySegment;

/** Compares a query with stored rows. Every implementation gives the same bits. */
interface Kernel {
    /** Int8 codes: {@code dots[i]} of row {@code i} behind {@code at}; a row is as long as the query. */
    void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots);

    /** The same for rows that each lie somewhere else. */
    void dots(byte[] query, MemorySegment codes, long[] at, int rows, int[] dots);

    /**
     * Signs: {@code differences[i]} is how many bits of row {@code i} are not those of the query's planes; a bit of a
     * plane counts half as much as one of the plane before.
     *
     * @param planes {@link #PLANES} of them, one after the other
     * @param columns the first words of all rows, then their second ones and so on
     */
    void differences(long[] planes, long[] columns, int rows, int[] differences);

    /** How many of the first numbers are {@code least} or more. */
    int count(float[] numbers, int size, float least);

    /** Places of those that are {@code least} or more, in their order. There are {@code count} of them. */
    int[] places(float[] numbers, int size, float least, int count);

    /**
     * Appends the scores above a threshold, each with its row. Answers the new size; behind it there is room for all.
     *
     * @param size of what there is already
     */
    int append(float[] scores, int[] rows, int count, float threshold, float[] toScores, int[] toRows, int size);

    /** Floats, summed in {@link #LANES} lanes, the lanes from first to last. */
    float dot(float[] query, MemorySegment floats, long at);

    int LANES = 16;

    int PLANES = 4;

    static float sum(float[] lanes) {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
