package dev.serai.documents;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes what an object store keeps and bills without showing it: parts of uploads that never ended, old versions. */
public final class BucketSweep {
    private static final Logger log = LoggerFactory.getLogger(BucketSweep.class);
    private static final String PREFIX = "orgs/";
    private static final int MOST_AT_ONCE = 1_000; // what S3 takes in one request

    /** How stores answer that do not know uploads in parts, or versions. */
    private static final Set<Integer> NOT_DONE_HERE = Set.of(400, 405, 501);

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

    /** Ends what was replaced or deleted before a moment; what a download serves stays, whatever its age. */
    int versions(Instant before) {
        int[] gone = {0};
        optional(() -> {
            BucketVersioningStatus status =
                    s3.getBucketVersioning(r -> r.bucket(bucket)).status();
            if (status == null) {
                return; // never switched on
            }
            List<KeptVersion> begun = List.of();
            for (ListObjectVersionsResponse page :
                    s3.listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(PREFIX))) {
                TreeMap<String, List<KeptVersion>> byKey = Stream.concat(begun.stream(), KeptVersion.of(page))
                        .collect(Collectors.groupingBy(KeptVersion::key, TreeMap::new, Collectors.toList()));
                // The rest of the last key may be on the next page.
                begun = Boolean.TRUE.equals(page.isTruncated()) && !byKey.isEmpty()
                        ? byKey.pollLastEntry().getValue()
                        : List.of();
                gone[0] += remove(byKey.values().stream()
                        .flatMap(ofKey -> KeptVersion.ended(ofKey, before).stream())
                        .toList());
            }
        });
        return gone[0];
    }

    /** Markers last, and only where all that they hid is gone: otherwise an old version would show again. */
    private int remove(List<KeptVersion> ended) {
        Set<String> kept = new HashSet<>();
        int versions =
                delete(ended.stream().filter(Predicate.not(KeptVersion::marker)).toList(), kept);
        List<KeptVersion> markers = ended.stream()
                .filter(KeptVersion::marker)
                .filter(marker -> !kept.contains(marker.key()))
                .toList();
        return versions + delete(markers, kept);
    }

    /** How many went; the keys of the others are added to {@code kept}. */
    private int delete(List<KeptVersion> ended, Set<String> kept) {
        int gone = 0;
        for (int from = 0; from < ended.size(); from += MOST_AT_ONCE) {
            List<ObjectIdentifier> batch = ended.subList(from, Math.min(ended.size(), from + MOST_AT_ONCE)).stream()
                    .map(v -> ObjectIdentifier.builder()
                            .key(v.key())
                            .versionId(v.id())
                            .build())
                    .toList();
            List<S3Error> errors = s3.deleteObjects(
                            r -> r.bucket(bucket).delete(d -> d.objects(batch).quiet(true)))
                    .errors();
            errors.forEach(e -> kept.add(e.key()));
            if (!errors.isEmpty()) {
                log.atWarn()
                        .addKeyValue("versions", errors.size())
                        .addKeyValue("first", errors.getFirst().key())
                        .addKeyValue("error", errors.getFirst().code())
                        .log("the file store keeps versions whose time is over");
            }
            gone += batch.size() - errors.size();
        }
        return gone;
    }

    private static void optional(Runnable sweep) {
        try {
            sweep.run();
        } catch (AwsServiceException e) {
            if (NOT_DONE_HERE.contains(e.statusCode())) {
                log.atDebug().addKeyValue("status", e.statusCode()).log("the file store does not do this");
            } else {
                log.atWarn().setCause(e).log("the file store is swept the next time");
            }
        } catch (SdkException e) {
            log.atWarn().setCause(e).log("the file store is swept the next time");
        }
    }
}
