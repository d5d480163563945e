package dev.serai.vectors;

/**
 * One record of a file, without its mapping.
 *
 * @param start bytes from the file's beginning
 */
record Block(long start, Layout layout, Documents documents) {
    long scale(int row) {
        return start + layout.scales() + (long) Float.BYTES * row;
    }

    long factor(int row) {
        return start + layout.factors() + (long) Float.BYTES * row;
    }

    long ordinal(int row) {
        return start + layout.ordinals() + (long) Integer.BYTES * row;
    }

    long codes(int row) {
        return start + layout.codes() + (long) layout.stride() * row;
    }

    long bits(int row) {
        return start + layout.bits() + (long) layout.words() * Long.BYTES * row;
    }

    long floats(int row) {
        return start + layout.floats() + (long) layout.stride() * Float.BYTES * row;
    }
}
