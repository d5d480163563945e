package dev.serai.vectors;

import java.util.Arrays;

/** Finds the largest of many numbers without sorting them all. */
final class Selection {
    private Selection() {}

    /** Places of the {@code count} largest, in order of place; of equal ones at the edge, those that come first. */
    static int[] largest(float[] scores, int count) {
        int wanted = Math.min(count, scores.length);
        int[] places = new int[wanted];
        if (wanted == 0) {
            return places;
        }
        float least = nthLargest(scores.clone(), wanted);
        int above = 0;
        for (float score : scores) {
            above += score > least ? 1 : 0;
        }
        int equal = wanted - above;
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > least || (scores[i] == least && equal-- > 0)) {
                places[found++] = i;
            }
        }
        return places;
    }

    /** The same places, that of the largest first; of equal ones, those that come first. */
    static int[] largestFirst(float[] scores, int count) {
        int[] places = largest(scores, count);
        long[] keys = new long[places.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[places[i]]);
            int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE); // negative numbers order the other way round
            keys[i] = ((long) ~ascending << 32) | places[i];
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            places[i] = (int) keys[i];
        }
        return places;
    }

    /**
     * The number at place {@code nth}, counted from 1, if they were sorted from the largest on. Moves without branches on
     * what it compares, because the processor could not foresee them (Lomuto's partition).
     */
    private static float nthLargest(float[] numbers, int nth) {
        int first = 0;
        int last = numbers.length - 1;
        while (first < last) {
            float pivot = median(numbers[first], numbers[(first + last) >>> 1], numbers[last]);
            int larger = first;
            for (int i = first; i <= last; i++) {
                float number = numbers[i];
                numbers[i] = numbers[larger];
                numbers[larger] = number;
                larger += number > pivot ? 1 : 0;
            }
            if (nth <= larger) {
                last = larger - 1;
                continue;
            }
            int equal = larger;
            for (int i = larger; i <= last; i++) {
                float number = numbers[i];
                numbers[i] = numbers[equal];
                numbers[equal] = number;
                equal += number == pivot ? 1 : 0;
            }
            if (nth <= equal) {
                return pivot;
            }
            first = equal;
        }
        return numbers[nth - 1];
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
