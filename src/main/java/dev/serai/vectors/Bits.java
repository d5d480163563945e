package dev.serai.vectors;

import java.util.Arrays;

/**
 * A query against signs. First only the query's own signs are compared, one XOR and bit count a word, which bounds the
 * dot product closely enough to leave most rows behind. For the others the query's numbers are rounded to the 16 odd
 * steps from -15 to 15, written as four bit planes: four XORs and bit counts a word.
 */
final class Bits {
    private static final int PLANES = 4;
    private static final int LARGEST = 15;
    /** Standard deviations by which a rough estimate may be wrong. */
    private static final float SLACK = 2;

    private final long[] planes;
    private final long[] signs;
    private final int words;
    private final int dimension;
    private final float step;
    private final float mean;
    private final float slack;

    Bits(float[] query, int words) {
        this.planes = new long[words * PLANES];
        this.signs = new long[words];
        this.words = words;
        this.dimension = query.length;
        float largest = 0;
        double sum = 0;
        double squares = 0;
        for (float x : query) {
            largest = Math.max(largest, Math.abs(x));
            sum += Math.abs(x);
            squares += (double) x * x;
        }
        this.step = largest / LARGEST;
        this.mean = (float) (sum / query.length);
        this.slack = (float) (SLACK * Math.sqrt(Math.max(0, squares - sum * sum / query.length)));
        for (int i = 0; i < query.length; i++) {
            int steps = Math.clamp(Math.round((query[i] / largest + 1) * LARGEST / 2), 0, LARGEST);
            for (int plane = 0; plane < PLANES; plane++) {
                planes[i / Long.SIZE * PLANES + plane] |= (long) (steps >> plane & 1) << i;
            }
            if (query[i] > 0) {
                signs[i / Long.SIZE] |= 1L << i;
            }
        }
    }

    int words() {
        return words;
    }

    /** For each of some rows: how many signs are not the query's. */
    void differences(long[] rows, int count, int[] differences) {
        Arrays.fill(differences, 0, count, 0);
        for (int word = 0; word < words; word++) { // word by word: the compiler unrolls loops over rows only
            long sign = signs[word];
            for (int row = 0, at = word; row < count; row++, at += words) {
                differences[row] += Long.bitCount(rows[at] ^ sign);
            }
        }
    }

    /** What {@link #dot} hardly exceeds. */
    float most(int differences) {
        return (dimension - 2 * differences) * mean + slack;
    }

    /** Σ of the query's numbers where the row's sign is positive, less those where it is not. */
    float dot(long[] rows, int row) {
        int at = row * words;
        int differences = 0;
        for (int word = 0; word < words; word++) {
            long sign = rows[at + word];
            int plane = word * PLANES;
            differences += Long.bitCount(sign ^ planes[plane])
                    + 2 * Long.bitCount(sign ^ planes[plane + 1])
                    + 4 * Long.bitCount(sign ^ planes[plane + 2])
                    + 8 * Long.bitCount(sign ^ planes[plane + 3]);
        }
        return (LARGEST * dimension - 2 * differences) * step;
    }
}
