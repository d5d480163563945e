package dev.serai.vectors;

/**
 * A row near the query.
 *
 * @param score dot product, from -1 to 1
 */
public record VectorMatch(String documentId, int version, int ordinal, float score) {}
