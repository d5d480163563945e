package dev.serai.vectors;

/**
 * A query against signs: its numbers rounded to the 16 odd steps from -15 to 15, written as four bit planes. One XOR and
 * bit count a word and plane then give the dot product with a row's signs.
 */
final class Bits {
    private static final int LARGEST = 15;

    private final long[] planes;
    private final int words;
    private final int dimension;
    private final float step;

    Bits(float[] query, int words) {
        this.planes = new long[words * Kernel.PLANES];
        this.words = words;
        this.dimension = query.length;
        float largest = 0;
        for (float x : query) {
            largest = Math.max(largest, Math.abs(x));
        }
        this.step = largest / LARGEST;
        float perNumber = LARGEST / (2 * largest);
        for (int first = 0; first < dimension; first += Long.SIZE) {
            fill(query, first, perNumber);
        }
    }

    private void fill(float[] query, int first, float perNumber) {
        long ones = 0;
        long twos = 0;
        long fours = 0;
        long eights = 0;
        int end = Math.min(dimension, first + Long.SIZE);
        for (int i = first; i < end; i++) {
            long steps = (int) (query[i] * perNumber + (LARGEST + 1) / 2f); // 0 to 15
            ones |= (steps & 1) << i;
            twos |= (steps >> 1 & 1) << i;
            fours |= (steps >> 2 & 1) << i;
            eights |= (steps >> 3 & 1) << i;
        }
        int word = first / Long.SIZE;
        planes[word] = eights;
        planes[word + words] = fours;
        planes[word + 2 * words] = twos;
        planes[word + 3 * words] = ones;
    }

    int words() {
        return words;
    }

    /** As {@link Kernel#differences} wants them. */
    long[] planes() {
        return planes;
    }

    /**
     * Estimates of dot products: the base and, times a row's factor, Σ of the query's numbers where the row's sign is
     * positive, less those where it is not.
     */
    void dots(int[] differences, float[] factors, float base, int rows, float[] dots) {
        int most = LARGEST * dimension;
        float once = step;
        for (int row = 0; row < rows; row++) {
            dots[row] = base + (most - 2 * differences[row]) * once * factors[row];
        }
    }
}
