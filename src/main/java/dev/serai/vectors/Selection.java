package dev.serai.vectors;

/** Finds the largest of many numbers without sorting them. */
final class Selection {
    private Selection() {}

    /** Places of the {@code count} largest, in order of place; of equal ones at the edge, those that come first. */
    static int[] largest(Kernel kernel, float[] scores, int size, int count) {
        int wanted = Math.min(count, size);
        if (wanted == 0) {
            return new int[0];
        }
        float least = least(kernel, scores, size, wanted);
        int reach = kernel.count(scores, size, least);
        int[] places = kernel.places(scores, size, least, reach);
        return reach == wanted ? places : withoutSpare(places, scores, least, reach - wanted);
    }

    /** Leaves out the last of those that are equal to the least. */
    private static int[] withoutSpare(int[] places, float[] scores, float least, int spare) {
        int[] left = new int[places.length - spare];
        int drop = spare;
        int to = left.length;
        for (int i = places.length - 1; i >= 0; i--) {
            if (drop > 0 && scores[places[i]] == least) {
                drop--;
            } else {
                left[--to] = places[i];
            }
        }
        return left;
    }

    /**
     * A number that as many reach as are wanted, or else the highest that more of them reach. Halves the range in which it
     * lies: vector instructions count so fast that a dozen passes cost less than moving numbers about.
     */
    private static float least(Kernel kernel, float[] scores, int size, int wanted) {
        float low = -1; // scores seldom lie outside
        float high = 1;
        if (kernel.count(scores, size, low) < wanted) {
            low = Float.NEGATIVE_INFINITY;
        }
        if (kernel.count(scores, size, high) >= wanted) {
            high = Float.POSITIVE_INFINITY;
        }
        while (true) {
            float middle = between(low, high);
            if (middle <= low || middle >= high) {
                return low;
            }
            int reach = kernel.count(scores, size, middle);
            if (reach == wanted) {
                return middle;
            }
            if (reach > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private static float between(float low, float high) {
        return Math.max(low, -Float.MAX_VALUE) / 2 + Math.min(high, Float.MAX_VALUE) / 2;
    }
}
