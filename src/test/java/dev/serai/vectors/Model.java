package dev.serai.vectors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a store should hold and find, by brute force. */
final class Model {
    private final Map<String, Map<String, VectorUpdate.Upsert>> orgs = new TreeMap<>();
    private final Map<String, Long> positions = new TreeMap<>();

    void apply(String org, Collection<VectorUpdate> updates, long position) {
        Map<String, VectorUpdate.Upsert> documents = orgs.computeIfAbsent(org, o -> new TreeMap<>());
        for (VectorUpdate update : updates) {
            switch (update) {
                case VectorUpdate.Upsert upsert -> documents.put(upsert.documentId(), upsert);
                case VectorUpdate.Delete delete -> documents.remove(delete.documentId());
            }
        }
        positions.put(org, position);
    }

    void forget(String org) {
        orgs.remove(org);
        positions.remove(org);
    }

    long position(String org) {
        return positions.getOrDefault(org, 0L);
    }

    Set<String> orgs() {
        return new TreeSet<>(positions.keySet());
    }

    List<VectorMatch> search(VectorQuery query) {
        List<VectorMatch> matches = new ArrayList<>();
        for (VectorUpdate.Upsert document :
                orgs.getOrDefault(query.org(), Map.of()).values()) {
            if ((query.documentIds().isEmpty() || query.documentIds().contains(document.documentId()))
                    && (query.types().isEmpty() || query.types().contains(document.type()))) {
                document.rows()
                        .forEach(row -> matches.add(new VectorMatch(
                                document.documentId(),
                                document.version(),
                                row.ordinal(),
                                dot(query.vector(), row.vector()))));
            }
        }
        matches.sort(Comparator.comparingDouble((VectorMatch m) -> -m.score())
                .thenComparing(VectorMatch::documentId)
                .thenComparingInt(VectorMatch::ordinal));
        return matches.subList(0, Math.min(query.k(), matches.size()));
    }

    private static float dot(float[] one, float[] other) {
        float[] lanes = new float[Kernel.LANES];
        for (int i = 0; i < one.length; i++) {
            lanes[i % Kernel.LANES] += one[i] * other[i];
        }
        return Kernel.sum(lanes);
    }
}
