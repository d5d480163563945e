package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The file store. A stream of unknown length goes by the local disk once it outgrows a small buffer; the client library
 * would hold it in memory whole.
 */
final class ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(ObjectStore.class);

    private final S3Client s3;
    private final String bucket;
    private final Spool spool;
    private final int inMemory;

    ObjectStore(S3Client s3, String bucket, Spool spool, int inMemory) {
        this.s3 = s3;
        this.bucket = bucket;
        this.spool = spool;
        this.inMemory = inMemory;
    }

    /** Stores all bytes of the stream under the key. An exception of the stream itself passes unchanged. */
    void put(String key, InputStream content) throws IOException {
        byte[] head = content.readNBytes(inMemory);
        if (head.length < inMemory) {
            putWhole(key, head);
            return;
        }
        Path file = spool.keep(head, content);
        try {
            available(() -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(file)));
        } finally {
            Files.delete(file);
        }
    }

    /** Stores a stream whose length is known. One that outgrows memory is sent once only: it cannot be read again. */
    void put(String key, InputStream content, long length) throws IOException {
        if (length <= inMemory) {
            putWhole(key, content.readAllBytes());
            return;
        }
        try {
            s3.putObject(
                    r -> r.bucket(bucket).key(key).contentLength(length), RequestBody.fromInputStream(content, length));
        } catch (RuntimeException e) {
            // The client's own attempt to repeat the stream fails in several ways; each means that the store failed.
            throw unavailable(e);
        }
    }

    private void putWhole(String key, byte[] bytes) {
        available(() -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes)));
    }

    /** The stored size in bytes. */
    long size(String key) {
        HeadObjectResponse head =
                available(() -> s3.headObject(r -> r.bucket(bucket).key(key)));
        return head.contentLength();
    }

    /** Bytes from {@code offset}, at most {@code length} of them. */
    byte[] read(String key, long offset, int length) {
        String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
        return available(
                        () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).range(range)))
                .asByteArray();
    }

    InputStream open(String key) {
        return available(() -> s3.getObject(r -> r.bucket(bucket).key(key)));
    }

    /** Every object below a prefix that was last written before a moment, page by page. */
    void eachBefore(Instant moment, String prefix, Consumer<String> visitor) {
        s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                .filter(o -> o.lastModified().isBefore(moment))
                .forEach(o -> visitor.accept(o.key()));
    }

    /** Deletes an object that no document can refer to. What fails here is left to the orphan sweep. */
    void discard(String key) {
        try {
            s3.deleteObject(r -> r.bucket(bucket).key(key));
        } catch (SdkException e) {
            log.atWarn().addKeyValue("key", key).log("unused object stays until the orphan sweep");
        }
    }

    private static <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchKeyException e) {
            throw Refusal.of(
                    Reason.OBJECT_MISSING, "The store has no object for this document", "Upload the document again", e);
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    static Refusal unavailable(Exception e) {
        // A refusal of the stream that was being sent comes back wrapped by the client.
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof Refusal refusal) {
                return refusal;
            }
        }
        return Refusal.later(
                Reason.STORAGE_UNAVAILABLE, "The file store did not take or give the file", Duration.ofSeconds(5), e);
    }
}
