package dev.serai.vectors;

import java.util.Arrays;

/**
 * The rows with the highest scores among very many offered; of equal scores, those offered first. Collects twice as many
 * as are wanted before it drops the lower half, which costs less than keeping a heap.
 */
final class Candidates {
    private static final int ROOM_AT_LEAST = 64;

    private final int wanted;
    private final float[] scores;
    private final int[] rows;
    private int size;
    private float threshold = Float.NEGATIVE_INFINITY;

    Candidates(int wanted) {
        this.wanted = wanted;
        int room = wanted + Math.max(ROOM_AT_LEAST, wanted);
        this.scores = new float[room];
        this.rows = new int[room];
    }

    /** Nothing at or below it will be kept. */
    float threshold() {
        return threshold;
    }

    void offer(float score, int row) {
        if (score > threshold) {
            scores[size] = score;
            rows[size++] = row;
            if (size == scores.length) {
                drop();
            }
        }
    }

    private void drop() {
        int[] kept = Selection.largest(Arrays.copyOf(scores, size), wanted);
        threshold = Float.POSITIVE_INFINITY;
        size = 0;
        for (int place : kept) {
            threshold = Math.min(threshold, scores[place]);
            scores[size] = scores[place];
            rows[size++] = rows[place];
        }
    }

    /** From the lowest number to the highest. */
    int[] rows() {
        if (size > wanted) {
            drop();
        }
        int[] sorted = Arrays.copyOf(rows, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
