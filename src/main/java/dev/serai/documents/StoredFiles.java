package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.text.MediaType;
import dev.serai.text.MediaTypes;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What routes ask about stored files. */
public final class StoredFiles {
    private static final int PREFIX = 64 * 1024;

    private final ObjectStore store;
    private final MediaTypes mediaTypes;

    StoredFiles(ObjectStore store, MediaTypes mediaTypes) {
        this.store = store;
        this.mediaTypes = mediaTypes;
    }

    /** Proves that the store holds all bytes of the claimed document, and types them once more by content. */
    public void verify(Exchange exchange) {
        Message message = exchange.getMessage();
        String key = message.getHeader("storageKey", String.class);
        long expected = message.getHeader("sizeBytes", Long.class);
        ObjectStore.Beginning stored = store.begin(key, PREFIX);
        if (stored.size() != expected) {
            throw Refusal.of(
                    Reason.OBJECT_CHANGED,
                    "The store holds %d bytes; %d were uploaded".formatted(stored.size(), expected),
                    "Upload the document again");
        }
        MediaType type = mediaTypes.detect(stored.bytes(), message.getHeader("fileName", String.class));
        mediaTypes.confirm(type, new StoredRange(store, key, stored.size()));
        message.setHeader("mediaType", type.mime());
    }

    public void refuseUnknown(Exchange exchange) {
        throw Refusal.documentUnknown(exchange.getMessage().getHeader("documentId", String.class));
    }

    public void refuseTextNotReady(Exchange exchange) {
        throw Refusal.of(
                Reason.TEXT_NOT_READY,
                "Document %s has no text yet".formatted(exchange.getMessage().getHeader("documentId", String.class)),
                "See GET /api/documents/{documentId} for the stage it is in");
    }
}
