package dev.serai.vectors;

/**
 * One vector of a document.
 *
 * @param ordinal names the row within its document
 * @param vector unit length
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never compared
public record VectorRow(int ordinal, float[] vector) {}
