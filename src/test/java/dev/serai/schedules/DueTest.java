package dev.serai.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Due due = new Due(Duration.ofMinutes(5), 48);

    private static Job job(String cron, Job.Misfire misfire, Duration within) {
        return new Job(
                "job",
                "",
                Cron.parse(cron),
                UTC,
                Job.Scope.HUB,
                "job",
                misfire,
                within,
                "us",
                Duration.ofSeconds(10),
                5,
                List.of());
    }

    private List<Group.Slot> at(Job job, String looked, String now) {
        return due.of(new Group("job", job.cron(), UTC, Instant.parse(looked), Instant.parse(now), false), job);
    }

    @Test
    void ofSlotsThatNobodyWasThereForTheLatestFiresAndTheOthersAreMissed() {
        Job job = job("0 * * * *", Job.Misfire.LATEST, Duration.ofHours(24));

        List<Group.Slot> slots = at(job, "2026-03-02T06:10:00Z", "2026-03-02T12:10:00Z");

        assertThat(slots).hasSize(6);
        assertThat(slots)
                .filteredOn(slot -> !slot.missed())
                .extracting(Group.Slot::slot)
                .containsExactly("2026-03-02T12:00Z");
    }

    @Test
    void aReminderThatIsTooOldIsSkippedAndALateOneIsNot() {
        Job job = job("0 9,14 * * 1-5", Job.Misfire.SKIP, Duration.ofHours(2));

        assertThat(at(job, "2026-03-02T08:00:00Z", "2026-03-02T12:00:00Z"))
                .containsExactly(new Group.Slot("job", "0 9,14 * * 1-5", "UTC", "2026-03-02T09:00Z", true));
        assertThat(at(job, "2026-03-02T08:00:00Z", "2026-03-02T11:00:00Z"))
                .containsExactly(new Group.Slot("job", "0 9,14 * * 1-5", "UTC", "2026-03-02T09:00Z", false));
    }

    @Test
    void badDay50_afterSixHoursAwayTheDailySlotStillFiresAndOfADayAwayOnlyTheNewest() {
        Job job = job("0 8 * * *", Job.Misfire.LATEST, Duration.ofHours(24));

        assertThat(at(job, "2026-03-02T07:59:00Z", "2026-03-02T14:00:00Z"))
                .extracting(Group.Slot::missed)
                .containsExactly(false);
        assertThat(at(job, "2026-03-01T07:59:00Z", "2026-03-02T14:00:00Z"))
                .extracting(Group.Slot::missed)
                .containsExactly(true, false);
        assertThat(at(job, "2026-03-01T09:00:00Z", "2026-03-02T07:59:59Z")).isEmpty();
    }

    @Test
    void badDay43_aClockThatIsSetForwardAndBackByTenMinutesFiresNoSlotTwiceAndLeavesNoneOut() {
        Job job = job("*/5 * * * *", Job.Misfire.SKIP, Duration.ofHours(2));
        Instant begin = Instant.parse("2026-03-02T08:00:30Z");
        List<String> fired = new ArrayList<>();
        Instant looked = begin;
        for (int minute = 0; minute < 240; minute++) {
            long off = minute >= 60 && minute < 120 ? 600 : minute >= 120 && minute < 180 ? -600 : 0;
            Instant now = begin.plusSeconds(60L * minute + off);
            due.of(new Group("job", job.cron(), UTC, looked, now, false), job).forEach(slot -> fired.add(slot.slot()));
            looked = looked.isAfter(now) ? looked : now; // as mark-move.sql does
        }

        assertThat(fired).doesNotHaveDuplicates();
        assertThat(fired).hasSize(job.cron().between(begin, looked, UTC).size());
    }

    @Test
    void whatIsPausedIsNotDue() {
        Job job = job("* * * * *", Job.Misfire.LATEST, Duration.ofHours(24));
        Instant now = Instant.parse("2026-03-02T08:00:00Z");

        assertThat(due.of(new Group("job", job.cron(), UTC, now.minusSeconds(600), now, true), job))
                .isEmpty();
    }

    @Test
    void afterALongOutageTheNewestMissedSlotsAreNoted() {
        Job job = job("* * * * *", Job.Misfire.LATEST, Duration.ofHours(24));

        List<Group.Slot> slots = at(job, "2026-02-02T06:10:00Z", "2026-03-02T12:10:10Z");

        assertThat(slots).filteredOn(Group.Slot::missed).hasSize(48);
        assertThat(slots.getLast().slot()).isEqualTo("2026-03-02T12:10Z");
    }
}
