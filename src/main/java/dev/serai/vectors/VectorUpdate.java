package dev.serai.vectors;

import java.util.List;

/** What the store should hold of a document from now on. */
public sealed interface VectorUpdate {
    String documentId();

    /** Replaces all rows of the document. */
    record Upsert(String documentId, int version, String type, List<VectorRow> rows) implements VectorUpdate {}

    /** Forgets the document. */
    record Delete(String documentId) implements VectorUpdate {}
}
