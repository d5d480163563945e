package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.text.MediaType;
import dev.serai.text.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.UUID;

/** Takes one file from a caller into the store. A file that is refused leaves nothing behind. */
final class FileIntake {
    /** What is looked at before the store sees a byte. */
    private static final int PREFIX = 64 * 1024;

    private final ObjectStore store;
    private final MediaTypes mediaTypes;
    private final UploadSettings settings;

    FileIntake(ObjectStore store, MediaTypes mediaTypes, UploadSettings settings) {
        this.store = store;
        this.mediaTypes = mediaTypes;
        this.settings = settings;
    }

    record Taken(
            UUID documentId, String storageKey, UploadDetails details, String mediaType, long size, String sha256) {}

    /** The key holds the org for people who look at the bucket; access never depends on it. */
    static String storageKey(String org, UUID documentId) {
        return "orgs/%s/documents/%s".formatted(org, documentId);
    }

    Taken take(String org, UploadForm form) throws IOException {
        UUID documentId = UUID.randomUUID();
        String key = storageKey(org, documentId);
        ArrivingContent content = arriving(form);
        byte[] prefix = content.readNBytes(PREFIX);
        requireContent(prefix);
        MediaType type = mediaTypes.detect(prefix, nameHint(form));
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(prefix), content);
        store(key, whole, form);
        try {
            UploadDetails details = form.details();
            mediaTypes.confirm(type, new StoredRange(store, key, content.count()));
            return new Taken(documentId, key, details, type.mime(), content.count(), content.sha256Hex());
        } catch (Refusal e) {
            store.discard(key);
            throw e;
        }
    }

    /** Lower-case hex SHA-256 of the content, which is read and dropped. */
    String hash(UploadForm form) throws IOException {
        ArrivingContent content = arriving(form);
        content.transferTo(OutputStream.nullOutputStream());
        return content.sha256Hex();
    }

    private void store(String key, InputStream whole, UploadForm form) throws IOException {
        if (form.length() > 0) {
            store.put(key, whole, form.length());
        } else {
            store.put(key, whole, form::expectedRest);
        }
    }

    private ArrivingContent arriving(UploadForm form) {
        return new ArrivingContent(
                form.content(), form.length(), settings.maxSize().toBytes());
    }

    /** The name of a form's file stands before its content, so it is known here. */
    private static String nameHint(UploadForm form) {
        return form instanceof MultipartForm multipart
                ? multipart.fileName()
                : ((UploadForm.RawBody) form).details().fileName();
    }

    private static void requireContent(byte[] prefix) {
        if (prefix.length == 0) {
            throw Refusal.of(Reason.EMPTY, "The file has 0 bytes", "Upload a file with content");
        }
    }
}
