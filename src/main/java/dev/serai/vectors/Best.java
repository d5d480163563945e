package dev.serai.vectors;

import java.util.Arrays;

/** The rows with the highest scores among those offered; of equal scores, those offered first. */
final class Best {
    private final float[] scores;
    private final int[] rows;
    private int size;

    Best(int capacity) {
        scores = new float[capacity];
        rows = new int[capacity];
    }

    int size() {
        return size;
    }

    int row(int i) {
        return rows[i];
    }

    /** From the lowest number to the highest. */
    int[] rows() {
        int[] sorted = Arrays.copyOf(rows, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Nothing at or below it will be kept. */
    float threshold() {
        return size < scores.length ? Float.NEGATIVE_INFINITY : scores[0];
    }

    /** @param row above all rows offered before, when scores may be equal */
    void offer(float score, int row) {
        if (size < scores.length) {
            up(size++, score, row);
        } else if (score > scores[0]) {
            down(score, row);
        }
    }

    private void up(int at, float score, int row) {
        int i = at;
        while (i > 0 && worse(score, row, (i - 1) / 2)) {
            set(i, scores[(i - 1) / 2], rows[(i - 1) / 2]);
            i = (i - 1) / 2;
        }
        set(i, score, row);
    }

    private void down(float score, int row) {
        int i = 0;
        for (int child = 1; child < size; child = 2 * i + 1) {
            if (child + 1 < size && worse(scores[child + 1], rows[child + 1], child)) {
                child++;
            }
            if (!worse(scores[child], rows[child], score, row)) {
                break;
            }
            set(i, scores[child], rows[child]);
            i = child;
        }
        set(i, score, row);
    }

    private boolean worse(float score, int row, int other) {
        return worse(score, row, scores[other], rows[other]);
    }

    private static boolean worse(float score, int row, float otherScore, int otherRow) {
        return score < otherScore || (score == otherScore && row > otherRow);
    }

    private void set(int i, float score, int row) {
        scores[i] = score;
        rows[i] = row;
    }
}
