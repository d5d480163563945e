package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Refuses new work early, while there is still room to do the work that was accepted. */
public final class Intake {
    private static final Duration SWITCHED_OFF = Duration.ofMinutes(1);

    private final IntakeSettings settings;
    private final Figures figures;
    private final boolean enabled;
    private volatile DiskUsage disk;

    Intake(IntakeSettings settings, Figures figures, DiskUsage disk, boolean enabled) {
        this.settings = settings;
        this.figures = figures;
        this.disk = disk;
        this.enabled = enabled;
    }

    /** Goes on, or refuses: the hub is switched off, its disk or queue is full, or the caller's org has enough waiting. */
    public void admit(Exchange exchange) {
        requireEnabled();
        requireDisk();
        Figures.Row row = figures.latest();
        requireRoom(row);
        requireRoomOfOrg(row, exchange.getProperty("orgId", String.class));
    }

    /** Another measure of the disk; for those who want to know what happens when it is full. */
    void measureDiskBy(DiskUsage usage) {
        this.disk = usage;
    }

    double diskShare() {
        return disk.share();
    }

    boolean diskIsFull() {
        return diskShare() >= settings.diskLimit();
    }

    boolean enabled() {
        return enabled;
    }

    private void requireEnabled() {
        if (!enabled) {
            throw Refusal.later(
                    Reason.SYSTEM_DISABLED,
                    "SYSTEM_ENABLED is false: the hub answers what it knows and takes no new work",
                    SWITCHED_OFF,
                    null);
        }
    }

    private void requireDisk() {
        double share = diskShare();
        if (share >= settings.diskLimit()) {
            throw later(
                    Reason.DISK_FULL,
                    "The hub's disk is %.0f %% full; new work is taken below %.0f %%"
                            .formatted(share * 100, settings.diskLimit() * 100));
        }
    }

    private void requireRoom(Figures.Row row) {
        if (row.waiting() >= settings.maxWaiting()) {
            throw later(
                    Reason.QUEUE_FULL,
                    "%d jobs wait; new work is taken below %d".formatted(row.waiting(), settings.maxWaiting()));
        }
    }

    private void requireRoomOfOrg(Figures.Row row, @Nullable String org) {
        if (org == null) {
            return;
        }
        if (row.fullOrgs().contains(org)) {
            throw later(
                    Reason.ORG_QUEUE_FULL,
                    "%d or more jobs of your org wait; new work is taken below that"
                            .formatted(settings.maxWaitingPerOrg()));
        }
        if (row.slowOrgs().contains(org)) {
            throw later(
                    Reason.QUEUE_SLOW,
                    "Work of your org has waited for more than %d s; new work is taken when it moves on"
                            .formatted(settings.maxWaitSeconds()));
        }
    }

    private Refusal later(Reason reason, String detail) {
        return Refusal.later(reason, detail, settings.retryAfter(), null);
    }
}
