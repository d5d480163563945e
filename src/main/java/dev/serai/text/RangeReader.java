package dev.serai.text;

/** Reads parts of a stored file, so that it can be looked at without being fetched whole. */
public interface RangeReader {
    /** In bytes. */
    long size();

    /** Exactly {@code length} bytes; the range lies within the size. */
    byte[] read(long offset, int length);
}
