package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Means of rows, as int8 codes that rows are quickly compared with. */
final class Means {
    private static final int ROUNDS = 6;

    private final Kernel kernel;
    private final int stride;
    private final MemorySegment codes;
    private final float[] scales;
    private final float[] halves;
    private final int[] dots;

    /** @param arena holds the codes */
    Means(Arena arena, Kernel kernel, int count, int stride) {
        this.kernel = kernel;
        this.stride = stride;
        this.codes = arena.allocate((long) count * stride, 64);
        this.scales = new float[count];
        this.halves = new float[count];
        this.dots = new int[count];
    }

    int size() {
        return scales.length;
    }

    void set(int at, float[] mean) {
        byte[] encoded = new byte[stride];
        scales[at] = Encoding.codes(mean, encoded);
        MemorySegment.copy(encoded, 0, codes, ValueLayout.JAVA_BYTE, (long) at * stride, stride);
        double squares = 0;
        for (byte code : encoded) {
            squares += (double) code * code;
        }
        halves[at] = (float) (squares * scales[at] * scales[at] / 2);
    }

    float scale(int at) {
        return scales[at];
    }

    /** As it was stored, that is rounded. */
    float[] get(int at) {
        float[] mean = new float[stride];
        for (int i = 0; i < stride; i++) {
            mean[i] = codes.get(ValueLayout.JAVA_BYTE, (long) at * stride + i) * scales[at];
        }
        return mean;
    }

    void copyCodes(int at, MemorySegment to, long offset) {
        MemorySegment.copy(codes, (long) at * stride, to, offset, stride);
    }

    /** Offers the means from {@code first} to before {@code end}; the nearest has the highest score. */
    void offer(RowReader row, int first, int end, Best best) {
        kernel.dots(row.codes(), codes, (long) first * stride, end - first, dots);
        for (int at = first; at < end; at++) {
            best.offer(dots[at - first] * scales[at] * row.scale() - halves[at], at);
        }
    }

    /**
     * Finds means from {@code first} by Lloyd's k-means over codes ("Least squares quantization in PCM", 1982).
     *
     * @param sample rows in random order, not fewer than {@code count}
     */
    void train(RowReader reader, int[] sample, int first, int count) throws IOException {
        for (int c = 0; c < count; c++) {
            float[] mean = new float[stride];
            reader.read(sample[c]);
            reader.addTo(mean);
            set(first + c, mean);
        }
        for (int round = 0; round < ROUNDS; round++) {
            improve(reader, sample, first, count);
        }
    }

    private void improve(RowReader reader, int[] sample, int first, int count) throws IOException {
        float[][] sums = new float[count][stride];
        int[] sizes = new int[count];
        for (int row : sample) {
            Upkeep.throwIfOver();
            reader.read(row);
            Best nearest = new Best(1);
            offer(reader, first, first + count, nearest);
            int at = nearest.row(0) - first;
            reader.addTo(sums[at]);
            sizes[at]++;
        }
        for (int c = 0; c < count; c++) {
            if (sizes[c] > 0) { // an empty cluster keeps its centre
                for (int i = 0; i < stride; i++) {
                    sums[c][i] /= sizes[c];
                }
                set(first + c, sums[c]);
            }
        }
    }
}
