package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/** Means of clusters, found by Lloyd's k-means over int8 codes ("Least squares quantization in PCM", 1982). */
final class Centres {
    private static final int ROUNDS = 6;
    private static final int SAMPLED_PER_CENTRE = 32;

    private final Kernel kernel;
    private final MemorySegment codes;
    private final float[] scales;
    private final float[] halves;
    private final int[] dots;

    /** A row a centre, as long as a row's codes. */
    final float[][] means;

    /** @param arena holds the centres' codes */
    Centres(Arena arena, Kernel kernel, float[][] means) {
        this.kernel = kernel;
        this.means = means;
        this.scales = new float[means.length];
        this.halves = new float[means.length];
        this.dots = new int[means.length];
        this.codes = arena.allocate((long) means.length * means[0].length, 64);
        for (int c = 0; c < means.length; c++) {
            encode(c);
        }
    }

    /** Those that a cluster file holds. */
    static float[][] means(Clusters from) {
        float[][] means = new float[from.count()][from.layout.stride()];
        for (int c = 0; c < means.length; c++) {
            MemorySegment.copy(from.file, Layout.FLOAT, from.centre(c), means[c], 0, means[c].length);
        }
        return means;
    }

    private void encode(int c) {
        byte[] encoded = new byte[means[c].length];
        scales[c] = Encoding.codes(means[c], encoded);
        MemorySegment.copy(encoded, 0, codes, ValueLayout.JAVA_BYTE, (long) c * encoded.length, encoded.length);
        double squares = 0;
        for (float x : means[c]) {
            squares += (double) x * x;
        }
        halves[c] = (float) (squares / 2);
    }

    /** Finds centres among the rows with these numbers, the same ones every time. */
    static Centres train(Arena arena, Kernel kernel, Snapshot of, int[] rows, int count) throws IOException {
        int[] sample = sample(rows, (int) Math.min(rows.length, (long) count * SAMPLED_PER_CENTRE));
        RowReader reader = new RowReader(of);
        float[][] means = new float[count][reader.stride()];
        for (int c = 0; c < count; c++) { // the sample is in random order
            reader.read(sample[c]);
            reader.addTo(means[c]);
        }
        Centres centres = new Centres(arena, kernel, means);
        for (int round = 0; round < ROUNDS; round++) {
            centres.improve(reader, sample);
        }
        return centres;
    }

    private static int[] sample(int[] rows, int size) {
        Random random = new Random(rows.length);
        int[] shuffled = rows.clone();
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(shuffled.length - i);
            int row = shuffled[other];
            shuffled[other] = shuffled[i];
            shuffled[i] = row;
        }
        return Arrays.copyOf(shuffled, size);
    }

    private void improve(RowReader reader, int[] sample) throws IOException {
        float[][] sums = new float[means.length][reader.stride()];
        int[] sizes = new int[means.length];
        for (int row : sample) {
            Upkeep.throwIfOver();
            reader.read(row);
            int nearest = nearest(reader);
            reader.addTo(sums[nearest]);
            sizes[nearest]++;
        }
        for (int c = 0; c < means.length; c++) {
            if (sizes[c] > 0) { // an empty cluster keeps its centre
                for (int i = 0; i < sums[c].length; i++) {
                    means[c][i] = sums[c][i] / sizes[c];
                }
                encode(c);
            }
        }
    }

    /** The centre with the least distance to the row that was read. */
    int nearest(RowReader row) {
        kernel.dots(row.codes(), codes, 0, means.length, dots);
        int nearest = 0;
        float best = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            float score = dots[c] * scales[c] * row.scale() - halves[c];
            if (score > best) {
                best = score;
                nearest = c;
            }
        }
        return nearest;
    }
}
