package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What a store keeps of uploads that never ended. */
class BucketSweepTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "bucket-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);
    private final S3Client s3 = hub.hub().context().getBean(S3Client.class);
    private final BucketSweep sweep = hub.hub().context().getBean(BucketSweep.class);

    @Test
    void anUploadThatNeverEndedIsAbortedWhenItIsOldAndStoredFilesStay() {
        String id = api.ready("kept.txt", "Words that stay in the store, of " + org);
        String key = "orgs/" + org + "/documents/half";
        String upload =
                s3.createMultipartUpload(r -> r.bucket("serai").key(key)).uploadId();
        s3.uploadPart(
                r -> r.bucket("serai").key(key).uploadId(upload).partNumber(1), RequestBody.fromString("half a file"));

        sweep.uploads(Instant.now().minus(Duration.ofDays(2)));
        assertThat(open(key)).isTrue();
        sweep.uploads(Instant.now().plus(Duration.ofDays(2)));

        assertThat(open(key)).isFalse();
        assertThat(api.get("/api/documents/" + id + "/content").status()).isEqualTo(200);
    }

    @Test
    void aStoreWithoutVersionsIsLeftAlone() {
        String id = api.ready("kept.txt", "Words without versions, of " + org);

        assertThat(sweep.versions(Instant.now().plus(Duration.ofDays(2)))).isZero();
        assertThat(api.get("/api/documents/" + id + "/content").status()).isEqualTo(200);
    }

    private boolean open(String key) {
        return s3.listMultipartUploads(r -> r.bucket("serai").prefix("orgs/")).uploads().stream()
                .anyMatch(u -> u.key().equals(key));
    }
}
