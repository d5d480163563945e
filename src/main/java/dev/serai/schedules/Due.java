package dev.serai.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which slots of a group are due at a look, and which came too late.
 *
 * @param onTime so old a slot fires whatever the rule
 * @param mostMissed of the slots that are missed so many are noted, the newest
 */
record Due(Duration onTime, int mostMissed) {
    /** Further back nothing fires by any rule, and nothing is noted. */
    private static final Duration HORIZON = Duration.ofDays(3);

    List<Group.Slot> of(Group group, Job job) {
        if (group.paused()) {
            return List.of();
        }
        Instant horizon = group.now().minus(HORIZON);
        Instant after = group.lookedUntil().isBefore(horizon) ? horizon : group.lookedUntil();
        List<Instant> slots = group.cron().between(after, group.now(), group.zone());
        Map<Boolean, List<Instant>> byMissed = slots.stream()
                .collect(Collectors.partitioningBy(slot -> isMissed(slot, slots.getLast(), group.now(), job)));
        List<Instant> missed = byMissed.getOrDefault(true, List.of());
        return Stream.concat(
                        missed.stream()
                                .skip(Math.max(0, missed.size() - mostMissed))
                                .map(slot -> group.slot(slot, true)),
                        byMissed.getOrDefault(false, List.of()).stream().map(slot -> group.slot(slot, false)))
                .toList();
    }

    private boolean isMissed(Instant slot, Instant newest, Instant now, Job job) {
        Duration late = Duration.between(slot, now);
        if (late.compareTo(onTime) <= 0) {
            return false;
        }
        boolean tooLate = late.compareTo(job.within()) > 0;
        return tooLate || (job.misfire() == Job.Misfire.LATEST && slot.isBefore(newest));
    }
}
