package dev.serai.search;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search inside one org.
 *
 * @param text what is looked for; empty when only a vector is given
 * @param vector unit length; null for a keyword search
 * @param k hits wanted
 * @param documentIds only these; empty for all
 * @param documentTypes only these; empty for all
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never compared
public record SearchQuery(
        String org,
        String text,
        float @Nullable [] vector,
        Mode mode,
        int k,
        Set<String> documentIds,
        Set<String> documentTypes) {
    /** How hits are ranked. */
    public enum Mode {
        HYBRID,
        VECTOR,
        KEYWORD
    }

    public SearchQuery withVector(float[] queryVector) {
        return new SearchQuery(org, text, queryVector, mode, k, documentIds, documentTypes);
    }
}
