package dev.serai.search;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search inside one org.
 *
 * @param text what is looked for; empty when only a vector is given
 * @param vector unit length; null for a keyword search
 * @param vectorWeight what nearness counts in a hybrid ranking, 0 to 1; words count the rest
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
        double vectorWeight,
        int k,
        Set<String> documentIds,
        Set<String> documentTypes) {
    /** How hits are ranked. */
    public enum Mode {
        HYBRID,
        VECTOR,
        KEYWORD
    }

    public SearchQuery {
        if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
            throw new IllegalArgumentException("the vectors' weight is %s, expected 0 to 1".formatted(vectorWeight));
        }
    }

    /** Asks for so many hits at least. */
    public SearchQuery atLeast(int hits) {
        return new SearchQuery(org, text, vector, mode, vectorWeight, Math.max(k, hits), documentIds, documentTypes);
    }

    public SearchQuery withVector(float[] queryVector) {
        return new SearchQuery(org, text, queryVector, mode, vectorWeight, k, documentIds, documentTypes);
    }
}
