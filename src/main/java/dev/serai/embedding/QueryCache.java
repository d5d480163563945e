package dev.serai.embedding;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vectors of the queries asked last: embedding costs more than searching. Hands out copies, as arrays can be changed. */
final class QueryCache {
    private final Map<String, float[]> vectors;

    QueryCache(int capacity) {
        vectors = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized float @Nullable [] get(String query) {
        float[] vector = vectors.get(query);
        return vector == null ? null : vector.clone();
    }

    synchronized void put(String query, float[] vector) {
        vectors.put(query, vector.clone());
    }

    synchronized int size() {
        return vectors.size();
    }
}
