package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The file store. A stream of unknown length goes by the local disk once it outgrows a small buffer; the client library
 * would hold it in memory whole.
 */
final class ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(ObjectStore.class);

    private static final int BUFFER = 256 * 1024;
    private static final int RANGE_NOT_SATISFIABLE = 416;

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

    /**
     * Stores all bytes of the stream under the key. An exception of the stream itself passes unchanged.
     *
     * @param expectedRest how many bytes are likely to follow what was read so far, or -1; a right guess lets the
     *     store receive while the caller still sends, a wrong one costs only that
     */
    void put(String key, InputStream content, LongSupplier expectedRest) throws IOException {
        byte[] head = content.readNBytes(inMemory);
        if (head.length < inMemory) {
            putWhole(key, head);
            return;
        }
        long rest = expectedRest.getAsLong();
        try (GrowingFile file = spool.open()) {
            CompletableFuture<Boolean> ahead = putAhead(key, file, rest < 0 ? -1 : head.length + rest);
            try {
                fill(file, head, content);
            } catch (IOException | RuntimeException e) {
                file.abandon();
                ahead.join(); // nothing may reach the store any more
                throw e;
            }
            if (!ahead.join()) {
                available(() -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(file.path())));
            }
        }
    }

    private void fill(GrowingFile file, byte[] head, InputStream content) throws IOException {
        append(file, head, head.length);
        byte[] buffer = new byte[BUFFER];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            append(file, buffer, n);
        }
        file.end();
    }

    private void append(GrowingFile file, byte[] bytes, int count) {
        try {
            file.write(bytes, 0, count);
        } catch (IOException e) {
            throw spool.full(e);
        }
    }

    /** Sends the file while it grows; false when that did not work out, for whatever reason. */
    private CompletableFuture<Boolean> putAhead(String key, GrowingFile file, long length) {
        if (length < 0) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofVirtual().name("upload-ahead").start(() -> done.complete(sent(key, file, length)));
        return done;
    }

    private boolean sent(String key, GrowingFile file, long length) {
        try (InputStream reader = file.reader(length)) {
            s3.putObject(
                    r -> r.bucket(bucket).key(key).contentLength(length), RequestBody.fromInputStream(reader, length));
            return true;
        } catch (IOException | RuntimeException e) {
            log.atDebug().addKeyValue("key", key).setCause(e).log("object is sent again from the local disk");
            return false;
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

    /** How an object begins. */
    static final class Beginning {
        private final long size;
        private final byte[] bytes;

        private Beginning(long size, byte[] bytes) {
            this.size = size;
            this.bytes = bytes;
        }

        /** Of the whole object, bytes. */
        long size() {
            return size;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** The size and the first bytes, at most {@code length} of them, by one request. */
    Beginning begin(String key, int length) {
        try {
            ResponseBytes<GetObjectResponse> answer = available(
                    () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).range("bytes=0-" + (length - 1))));
            String range = answer.response().contentRange();
            return new Beginning(size(range, answer.response().contentLength()), answer.asByteArray());
        } catch (Refusal e) {
            if (e.getCause() instanceof S3Exception s3Exception && s3Exception.statusCode() == RANGE_NOT_SATISFIABLE) {
                return new Beginning(0, new byte[0]);
            }
            throw e;
        }
    }

    /** As in {@code bytes 0-65535/200000}; a server that ignores the range sends the whole object and no such header. */
    private static long size(@Nullable String contentRange, long contentLength) {
        return contentRange == null
                ? contentLength
                : Long.parseLong(contentRange.substring(contentRange.lastIndexOf('/') + 1));
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

    /** @param written when it was last written */
    record Stored(String key, long size, Instant written) {}

    /** Objects below a prefix whose keys come behind {@code after}, in order, at most {@code limit} of them. */
    List<Stored> page(String prefix, String after, int limit) {
        return s3
                .listObjectsV2(
                        r -> r.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(limit))
                .contents()
                .stream()
                .map(o -> new Stored(o.key(), o.size(), o.lastModified()))
                .toList();
    }

    /** The size of one object; nothing when there is none. */
    OptionalLong size(String key) {
        try {
            return OptionalLong.of(s3.headObject(r -> r.bucket(bucket).key(key)).contentLength());
        } catch (NoSuchKeyException e) {
            return OptionalLong.empty();
        } catch (SdkException e) {
            throw unavailable(e);
        }
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
