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
        float least = largest(scores.clone(), wanted, 0, scores.length - 1);
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

    /** The number at place {@code nth}, counted from 1, if they were sorted from the largest on (Hoare's selection). */
    private static float largest(float[] numbers, int nth, int from, int to) {
        int first = from;
        int last = to;
        while (first < last) {
            float pivot = numbers[(first + last) >>> 1];
            int i = first;
            int j = last;
            while (i <= j) {
                while (numbers[i] > pivot) {
                    i++;
                }
                while (numbers[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    float other = numbers[i];
                    numbers[i++] = numbers[j];
                    numbers[j--] = other;
                }
            }
            if (nth - 1 <= j) {
                last = j;
            } else if (nth - 1 >= i) {
                first = i;
            } else {
                return pivot;
            }
        }
        return numbers[nth - 1];
    }
}
