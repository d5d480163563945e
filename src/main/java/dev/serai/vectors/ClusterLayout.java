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

    /**
     * Where the columns of some rows of one cluster begin, as {@link SignBatch} reads them: so many of its rows as fit a
     * batch, then the next ones.
     *
     * @param at rows of all clusters before them
     */
    long columns(int at) {
        return Layout.aligned(centres() + (long) clusters * stride) + (long) Long.BYTES * (words() + 1) * at;
    }

    /** Where the factors of so many rows are; their numbers follow. */
    long factors(int at, int rows) {
        return word(at, rows, words(), 0);
    }

    long numbers(int at, int rows) {
        return factors(at, rows) + (long) Float.BYTES * rows;
    }

    /** Where a word of the signs of one of so many rows is. */
    long word(int at, int rows, int word, int row) {
        return columns(at) + (long) Long.BYTES * (word * rows + row);
    }

    long length() {
        return Layout.aligned(columns(rows));
    }
}
