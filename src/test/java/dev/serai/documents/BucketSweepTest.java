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

/** What a store keeps of uploads that never ended, and of objects that were replaced or deleted. */
class BucketSweepTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant LATELY = NOW.minus(Duration.ofDays(2));
    private static final Instant MONTH_AGO = NOW.minus(Duration.ofDays(30));
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(60));
    private static final Instant YEARS_AGO = NOW.minus(Duration.ofDays(900));

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

    @Test
    void versionsEndSoLongAfterTheyWereReplacedOrDeletedHoweverOldTheyAre() {
        try (VersionedBucket bucket = new VersionedBucket()) {
            bucket.put("orgs/a/1", "served-for-years", YEARS_AGO);
            bucket.put("orgs/a/2", "replaced-long-ago", YEARS_AGO);
            bucket.put("orgs/a/2", "its-successor", LONG_AGO);
            bucket.put("orgs/a/3", "replaced-lately", YEARS_AGO);
            bucket.put("orgs/a/3", "new", LATELY);
            bucket.put("orgs/a/4", "deleted-long-ago", YEARS_AGO);
            bucket.mark("orgs/a/4", "old-marker", LONG_AGO);
            bucket.put("orgs/a/5", "deleted-lately", YEARS_AGO);
            bucket.mark("orgs/a/5", "young-marker", LATELY);
            bucket.put("orgs/a/6", "back-again", YEARS_AGO);
            bucket.mark("orgs/a/6", "passed-marker", LONG_AGO);
            bucket.put("orgs/a/6", "shown", LONG_AGO.plusSeconds(1));
            bucket.mark("orgs/a/7", "marker-of-nothing", LONG_AGO);
            bucket.put("elsewhere/1", "not-ours", YEARS_AGO);
            bucket.mark("elsewhere/1", "not-ours-either", LONG_AGO);

            int gone = new BucketSweep(bucket.client(), "serai").versions(MONTH_AGO);

            assertThat(bucket.deleted())
                    .containsExactlyInAnyOrder(
                            "replaced-long-ago",
                            "deleted-long-ago",
                            "old-marker",
                            "back-again",
                            "passed-marker",
                            "marker-of-nothing");
            assertThat(gone).isEqualTo(6);
        }
    }

    @Test
    void oneKeysVersionsOverManyPagesAreOneHistory() {
        try (VersionedBucket bucket = new VersionedBucket()) {
            for (int i = 0; i < 7; i++) {
                bucket.put("orgs/a b+c&d/1", "version-" + i, LONG_AGO.plusSeconds(i));
            }
            bucket.mark("orgs/a b+c&d/1", "marker", LATELY);
            bucket.put("orgs/e/1", "other", YEARS_AGO);

            new BucketSweep(bucket.client(), "serai").versions(MONTH_AGO);

            assertThat(bucket.ids()).containsExactly("version-6", "marker", "other");
        }
    }

    @Test
    void aVersionThatCannotBeDeletedKeepsItsMarkerSoThatItDoesNotShowAgainAndTheOthersGo() {
        try (VersionedBucket bucket = new VersionedBucket()) {
            bucket.put("orgs/a/1", "locked", YEARS_AGO);
            bucket.mark("orgs/a/1", "marker-of-locked", LONG_AGO);
            bucket.put("orgs/a/2", "free", YEARS_AGO);
            bucket.mark("orgs/a/2", "marker-of-free", LONG_AGO);
            bucket.lock("locked");
            BucketSweep sweeping = new BucketSweep(bucket.client(), "serai");

            assertThat(sweeping.versions(MONTH_AGO)).isEqualTo(2);

            assertThat(bucket.ids()).containsExactly("locked", "marker-of-locked");
            assertThat(bucket.deleted()).containsExactly("free", "marker-of-free");
            assertThat(sweeping.versions(MONTH_AGO)).isZero();
        }
    }

    private boolean open(String key) {
        return s3.listMultipartUploads(r -> r.bucket("serai").prefix("orgs/")).uploads().stream()
                .anyMatch(u -> u.key().equals(key));
    }
}
