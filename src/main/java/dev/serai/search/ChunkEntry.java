package dev.serai.search;

/**
 * One chunk as the index keeps it.
 *
 * @param context title, heading path and file name; searched together with the text but not shown
 * @param vector unit length; empty where there is none of the index's model
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never compared
public record ChunkEntry(int ordinal, String text, String context, float[] vector) {}
