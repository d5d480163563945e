package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Rows that are compared by their signs, many at a time: clusters are small, and each comparison has its own cost. */
final class SignBatch {
    private static final int ROOM = 256;

    private final Bits bits;
    private final MemorySegment file;
    private final Taker taker;
    private final long[] signs;
    private final float[] factors = new float[ROOM];
    private final float[] bases = new float[ROOM];
    private final int[] places = new int[ROOM];
    private final int[] differences = new int[ROOM];
    private int size;

    interface Taker {
        void take(float score, int place);
    }

    /** @param taker is given rows that could be among the best */
    SignBatch(Bits bits, MemorySegment file, Taker taker) {
        this.bits = bits;
        this.file = file;
        this.taker = taker;
        this.signs = new long[ROOM * bits.words()];
    }

    /**
     * Signs and factors follow each other from where they begin in the file.
     *
     * @param base what every row's score begins with
     * @param place of the first row
     */
    void add(long signsAt, long factorsAt, int rows, float base, int place, Candidates best) {
        for (int done = 0; done < rows; ) {
            if (size == ROOM) {
                flush(best);
            }
            int n = Math.min(ROOM - size, rows - done);
            int words = bits.words();
            MemorySegment.copy(
                    file, Layout.LONG, signsAt + (long) done * words * Long.BYTES, signs, size * words, n * words);
            MemorySegment.copy(file, Layout.FLOAT, factorsAt + (long) done * Float.BYTES, factors, size, n);
            Arrays.fill(bases, size, size + n, base);
            for (int i = 0; i < n; i++) {
                places[size + i] = place + done + i;
            }
            size += n;
            done += n;
        }
    }

    /** Hands on what could still be among the best. */
    void flush(Candidates best) {
        bits.differences(signs, size, differences);
        for (int i = 0; i < size; i++) {
            float threshold = best.threshold();
            if (bases[i] + bits.most(differences[i]) * factors[i] > threshold) {
                float score = bases[i] + bits.dot(signs, i) * factors[i];
                if (score > threshold) {
                    taker.take(score, places[i]);
                }
            }
        }
        size = 0;
    }
}
