package dev.serai.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** One S3 multipart upload: a part is on its way while the next is read. Closing without completion aborts it. */
final class PartUpload implements AutoCloseable {
    /** Parts in flight; with the one being read, what an upload holds in memory. */
    private static final int IN_FLIGHT = 2;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String uploadId;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<CompletableFuture<CompletedPart>> flying = new ArrayDeque<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    private boolean completed;

    PartUpload(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        try {
            this.uploadId =
                    s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
        } catch (SdkException e) {
            throw ObjectStore.unavailable(e);
        }
    }

    void send(byte[] first, InputStream rest, int partSize) throws IOException {
        byte[] part = first;
        for (int number = 1; part.length > 0; number++) {
            launch(part, number);
            part = rest.readNBytes(partSize);
        }
        while (!flying.isEmpty()) {
            land();
        }
        complete();
    }

    private void launch(byte[] part, int number) {
        if (flying.size() == IN_FLIGHT) {
            land();
        }
        flying.add(CompletableFuture.supplyAsync(() -> sent(part, number), senders));
    }

    private CompletedPart sent(byte[] part, int number) {
        String tag = s3.uploadPart(
                        r -> r.bucket(bucket).key(key).uploadId(uploadId).partNumber(number),
                        // fromBytes would copy the part
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(part), part.length, "application/octet-stream"))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void land() {
        try {
            parts.add(flying.removeFirst().join());
        } catch (CompletionException | CancellationException e) {
            throw ObjectStore.unavailable(e);
        }
    }

    private void complete() {
        try {
            s3.completeMultipartUpload(
                    r -> r.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(m -> m.parts(parts)));
            completed = true;
        } catch (SdkException e) {
            throw ObjectStore.unavailable(e);
        }
    }

    @Override
    public void close() {
        senders.close();
        if (!completed) {
            abort();
        }
    }

    private void abort() {
        try {
            s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            // The store's own clean-up of unfinished uploads takes it; the caller already has the real cause.
            org.slf4j.LoggerFactory.getLogger(PartUpload.class)
                    .atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("unfinished upload could not be aborted");
        }
    }
}
