package dev.serai.search;

import dev.serai.vectors.VectorQuery;
import dev.serai.vectors.VectorRow;
import dev.serai.vectors.VectorStore;
import dev.serai.vectors.VectorUpdate;
import java.util.List;
import java.util.Optional;

/** Chunks as rows of the vector store. */
final class ChunkVectors {
    private static final System.Logger log = System.getLogger(ChunkVectors.class.getName());

    private ChunkVectors() {}

    static VectorUpdate update(DocumentUpdate update) {
        return switch (update) {
            case DocumentUpdate.Upsert upsert ->
                new VectorUpdate.Upsert(
                        upsert.documentId(),
                        upsert.version(),
                        upsert.documentType(),
                        upsert.chunks().stream()
                                .flatMap(chunk -> row(upsert, chunk).stream())
                                .toList());
            case DocumentUpdate.Delete delete -> new VectorUpdate.Delete(delete.documentId());
        };
    }

    /** One vector without a direction must not keep its org from being indexed; the chunk is still found by its words. */
    private static Optional<VectorRow> row(DocumentUpdate.Upsert document, ChunkEntry chunk) {
        Optional<float[]> unit = unit(chunk.vector());
        if (unit.isEmpty() && chunk.vector().length > 0) {
            log.log(
                    System.Logger.Level.WARNING,
                    "a chunk has no usable vector: document {0}, chunk {1}",
                    document.documentId(),
                    chunk.ordinal());
        }
        return unit.map(vector -> new VectorRow(chunk.ordinal(), vector));
    }

    private static Optional<float[]> unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        double length = Math.sqrt(squares);
        if (vector.length != SearchIndex.DIMENSION || !(length > 0) || Double.isInfinite(length)) {
            return Optional.empty();
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return Optional.of(unit);
    }

    /** Best first; nothing for a keyword search or a vector without a direction. */
    static List<Candidate> nearest(VectorStore store, SearchQuery query, int n) {
        return Optional.ofNullable(query.vector()).flatMap(ChunkVectors::unit).stream()
                .map(unit -> new VectorQuery(query.org(), unit, n, query.documentIds(), query.documentTypes()))
                .flatMap(wanted -> store.search(wanted).stream())
                .map(m -> new Candidate(m.documentId(), m.version(), m.ordinal(), m.score()))
                .toList();
    }
}
