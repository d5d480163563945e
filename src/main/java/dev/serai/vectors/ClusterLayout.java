package dev.serai.vectors;

/**
 * Where the parts of a cluster file lie, in bytes from its start.
 *
 * @param stride as in {@link Layout}
 * @param groups of clusters that lie side by side
 */
record ClusterLayout(int stride, int groups, int clusters, int rows) {
    static final int HEADER = 64;

    int words() {
        return stride / Long.SIZE;
    }

    /** The first cluster of each group, an int each, and the number of clusters at the end. */
    long firsts() {
        return HEADER;
    }

    /** Where each cluster begins among the rows, an int each, and the number of rows at the end. */
    long offsets() {
        return Layout.aligned(firsts() + 4L * (groups + 1));
    }

    /** What a centre's codes are multiplied by, a float a cluster. */
    long scales() {
        return Layout.aligned(offsets() + 4L * (clusters + 1));
    }

    /** Root of the mean square distance of a cluster's rows to its centre, a float a cluster. */
    long spreads() {
        return Layout.aligned(scales() + 4L * clusters);
    }

    /** Codes of the centres. */
    long centres() {
        return Layout.aligned(spreads() + 4L * clusters);
    }

    /** Numbers of the rows, cluster by cluster. */
    long numbers() {
        return Layout.aligned(centres() + (long) clusters * stride);
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
