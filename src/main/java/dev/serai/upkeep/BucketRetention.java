package dev.serai.upkeep;

import dev.serai.documents.BucketSweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When the leftovers of the file store end. */
public final class BucketRetention {
    private final BucketSweep sweep;
    private final RetentionSettings.Bucket keep;
    private final Clock clock;

    BucketRetention(BucketSweep sweep, RetentionSettings settings, Clock clock) {
        this.sweep = sweep;
        this.keep = settings.bucket();
        this.clock = clock;
    }

    /** One pass. */
    public void sweep() {
        sweep.sweep(before(keep.uploads()), before(keep.versions()));
    }

    private Instant before(Duration time) {
        return time.isZero() ? Instant.MIN : clock.instant().minus(time);
    }
}
