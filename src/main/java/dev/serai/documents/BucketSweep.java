package dev.serai.documents;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Removes what an object store keeps and bills without showing it: parts of uploads that never ended, old versions. */
public final class BucketSweep {
    private static final Logger log = LoggerFactory.getLogger(BucketSweep.class);
    private static final String PREFIX = "orgs/";

    private final S3Client s3;
    private final String bucket;

    BucketSweep(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** One pass. What the store does not know, it does not keep. */
    public void sweep(Instant uploadsBefore, Instant versionsBefore) {
        int uploads = uploads(uploadsBefore);
        int versions = versions(versionsBefore);
        log.atInfo()
                .addKeyValue("uploads", uploads)
                .addKeyValue("versions", versions)
                .log("file store swept for leftovers");
    }

    int uploads(Instant before) {
        int[] gone = {0};
        optional(() -> s3.listMultipartUploadsPaginator(r -> r.bucket(bucket).prefix(PREFIX)).uploads().stream()
                .filter(u -> u.initiated() != null && u.initiated().isBefore(before))
                .forEach(u -> gone[0] += abort(u)));
        return gone[0];
    }

    private int abort(MultipartUpload upload) {
        s3.abortMultipartUpload(r -> r.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
        return 1;
    }

    /** The version that a download serves is never old, whatever its age. */
    int versions(Instant before) {
        int[] gone = {0};
        optional(() -> {
            BucketVersioningStatus status =
                    s3.getBucketVersioning(r -> r.bucket(bucket)).status();
            if (status == null) {
                return; // never switched on
            }
            s3.listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(PREFIX)).forEach(page -> {
                for (ObjectVersion v : page.versions()) {
                    if (!Boolean.TRUE.equals(v.isLatest()) && v.lastModified().isBefore(before)) {
                        gone[0] += remove(v.key(), v.versionId());
                    }
                }
                for (DeleteMarkerEntry m : page.deleteMarkers()) {
                    // A marker ends only after what it hides; before, the object would show again.
                    if (m.lastModified().isBefore(before) && hidesNothing(m)) {
                        gone[0] += remove(m.key(), m.versionId());
                    }
                }
            });
        });
        return gone[0];
    }

    private boolean hidesNothing(DeleteMarkerEntry marker) {
        return s3.listObjectVersions(r -> r.bucket(bucket).prefix(marker.key())).versions().stream()
                .noneMatch(v -> v.key().equals(marker.key()));
    }

    private int remove(String key, String version) {
        s3.deleteObject(r -> r.bucket(bucket).key(key).versionId(version));
        return 1;
    }

    private static void optional(Runnable sweep) {
        try {
            sweep.run();
        } catch (AwsServiceException e) {
            log.atDebug().addKeyValue("status", e.statusCode()).log("the file store does not do this");
        } catch (SdkException e) {
            log.atWarn().setCause(e).log("the file store is swept the next time");
        }
    }
}
