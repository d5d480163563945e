package dev.serai.vectors;

import java.util.Arrays;

/**
 * The rows with the highest scores among very many offered; of equal scores, those offered first. Collects more than are
 * wanted before it drops the others, which costs less than keeping a heap.
 */
final class Candidates {
    /** Rows that may be offered at a time. */
    static final int TOGETHER = 64;

    private static final int BETWEEN_DROPS = 768;

    private final Kernel kernel;
    private final int wanted;
    private final float[] scores;
    private final int[] rows;
    private int size;
    private float threshold = Float.NEGATIVE_INFINITY;

    Candidates(Kernel kernel, int wanted) {
        this.kernel = kernel;
        this.wanted = wanted;
        int room = wanted + BETWEEN_DROPS + TOGETHER;
        this.scores = new float[room];
        this.rows = new int[room];
    }

    /** Nothing at or below it will be kept. */
    float threshold() {
        return threshold;
    }

    void offer(float[] some, int[] numbers, int count) {
        size = kernel.append(some, numbers, count, threshold, scores, rows, size);
        if (size > scores.length - TOGETHER) {
            drop();
        }
    }

    private void drop() {
        int[] kept = Selection.largest(kernel, scores, size, wanted);
        threshold = Float.POSITIVE_INFINITY;
        size = 0;
        for (int place : kept) {
            threshold = Math.min(threshold, scores[place]);
            scores[size] = scores[place];
            rows[size++] = rows[place];
        }
    }

    /** In the order in which they were offered. */
    int[] rows() {
        int[] best = Selection.largest(kernel, scores, size, wanted);
        Arrays.setAll(best, i -> rows[best[i]]);
        return best;
    }
}
