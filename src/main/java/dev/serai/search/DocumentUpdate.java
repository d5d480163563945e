package dev.serai.search;

import java.util.List;

/** What the index should hold of a document from now on. */
public sealed interface DocumentUpdate {
    String documentId();

    /** Replaces all chunks of the document. */
    record Upsert(String documentId, int version, String documentType, List<ChunkEntry> chunks)
            implements DocumentUpdate {}

    /** Forgets the document. */
    record Delete(String documentId) implements DocumentUpdate {}
}
