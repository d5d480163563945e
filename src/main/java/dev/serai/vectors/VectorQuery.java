package dev.serai.vectors;

import java.util.Set;

/**
 * A search inside one org.
 *
 * @param vector unit length
 * @param k matches wanted
 * @param documentIds only these; empty for all
 * @param types only documents of these types; empty for all
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never compared
public record VectorQuery(String org, float[] vector, int k, Set<String> documentIds, Set<String> types) {}
