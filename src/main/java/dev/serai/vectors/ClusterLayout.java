package dev.serai.vectors;

/**
 * Where the parts of a cluster file lie, in bytes from its start.
 *
 * @param stride as in {@link Layout}
 */
record ClusterLayout(int stride, int clusters, int rows) {
    static final int HEADER = 64;

    int words() {
        return stride / Long.SIZE;
    }

    /** Floats, a row a cluster. */
    long centres() {
        return HEADER;
    }

    /** Where each cluster begins among the rows, an int each, and the number of rows at the end. */
    long offsets() {
        return centres() + (long) clusters * stride * Float.BYTES;
    }

    /** Numbers of the rows, cluster by cluster. */
    long numbers() {
        return Layout.aligned(offsets() + 4L * (clusters + 1));
    }

    /** What the agreement of signs is multiplied by, a float a row, in the order of the numbers. */
    long factors() {
        return Layout.aligned(numbers() + 4L * rows);
    }

    long bits() {
        return Layout.aligned(factors() + 4L * rows);
    }

    long length() {
        return Layout.aligned(bits() + 8L * rows * words());
    }
}
