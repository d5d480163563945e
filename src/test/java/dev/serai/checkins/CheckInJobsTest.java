package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a firing makes: for whom, on which days, and never twice. */
class CheckInJobsTest {
    private static final LocalDate MONDAY = Jobs.DAY;

    private final TestHub hub = TestHub.shared();
    private final JdbcTemplate system = hub.system();
    private final Jobs jobs = new Jobs(hub);
    private final String org = "jobs-" + UUID.randomUUID();

    @Test
    void theSameDayAgainFindsEveryoneAsked() {
        members(5);

        assertThat(jobs.create(org, MONDAY)).isEqualTo(new Jobs.Count(5, 0));
        assertThat(jobs.create(org, MONDAY)).isEqualTo(new Jobs.Count(0, 5));
        system.update("insert into members (org_id, user_id) values (?, 'new')", org);
        assertThat(jobs.create(org, MONDAY)).as("only who joined since").isEqualTo(new Jobs.Count(1, 5));
        assertThat(jobs.create(org, MONDAY.plusDays(1))).isEqualTo(new Jobs.Count(6, 0));
    }

    @Test
    void firingsAtOnceMakeOneSessionAndOneMailForEach() {
        members(200);

        List<Jobs.Count> created = atOnce(4, () -> jobs.create(org, MONDAY));
        List<Jobs.Count> mailed = atOnce(4, () -> jobs.remind(org, MONDAY, "09"));

        assertThat(created.stream().mapToInt(Jobs.Count::created).sum()).isEqualTo(200);
        assertThat(created)
                .allSatisfy(c -> assertThat(c.created() + c.duplicate()).isEqualTo(200));
        assertThat(mailed.stream().mapToInt(Jobs.Count::created).sum()).isEqualTo(200);
        assertThat(count("checkin_sessions")).isEqualTo(200);
        assertThat(count("email_logs")).isEqualTo(200);
    }

    @Test
    void onlyTheOrgsOwnDaysCount() {
        members(1);
        settings("{1,3}", 2, null, true, 7);

        assertThat(IntStream.range(0, 28)
                        .mapToObj(MONDAY::plusDays)
                        .filter(day -> jobs.create(org, day).created() == 1)
                        .toList())
                .containsExactly(
                        LocalDate.of(2026, 3, 2),
                        LocalDate.of(2026, 3, 4),
                        LocalDate.of(2026, 3, 16),
                        LocalDate.of(2026, 3, 18));
    }

    @Test
    void onlyTheChosenDepartmentIsAsked() {
        members(3);
        UUID department = system.queryForObject(
                "insert into departments (org_id, name, created_by) values (?, 'Sales', 'test') returning id",
                UUID.class,
                org);
        system.update("update members set department_id = ? where org_id = ? and user_id = 'u1'", department, org);
        settings("{1,2,3,4,5,6,7}", 1, department, true, 7);

        assertThat(jobs.create(org, MONDAY)).isEqualTo(new Jobs.Count(1, 0));
    }

    @Test
    void anOrgThatWantsNoneGetsNone() {
        members(2);
        jobs.create(org, MONDAY);
        settings("{1,2,3,4,5,6,7}", 1, null, false, 7);
        assertThat(jobs.remind(org, MONDAY, "09")).as("no reminders").isEqualTo(new Jobs.Count(0, 0));

        system.update("update checkin_settings set enabled = false, reminders = true where org_id = ?", org);
        assertThat(jobs.remind(org, MONDAY, "09")).isEqualTo(new Jobs.Count(0, 0));
        assertThat(jobs.create(org, MONDAY.plusDays(1))).isEqualTo(new Jobs.Count(0, 0));
    }

    @Test
    void anOpenSessionEndsWithItsTimeAndOneMailIsAboutTheNewest() {
        members(1);
        settings("{1,2,3,4,5,6,7}", 1, null, true, 2);
        jobs.create(org, MONDAY);
        jobs.create(org, MONDAY.plusDays(1));
        assertThat(jobs.remind(org, MONDAY.plusDays(1), "09")).isEqualTo(new Jobs.Count(1, 0));

        jobs.create(org, MONDAY.plusDays(2));

        assertThat(system.queryForList(
                        "select state from checkin_sessions where org_id = ? order by local_date", String.class, org))
                .containsExactly("expired", "pending", "pending");
        assertThat(system.queryForList(
                        "select variables ->> 'date' from email_logs where org_id = ?", String.class, org))
                .containsExactly("2026-03-03");
    }

    @Test
    void anAddressThatIsNoneStopsNobodyElsesMail() {
        members(1);
        system.update("insert into members (org_id, user_id) values (?, 'without')", org);
        jobs.create(org, MONDAY);

        assertThat(jobs.remind(org, MONDAY, "09")).isEqualTo(new Jobs.Count(1, 0));
    }

    @Test
    void tenThousandMembersAreASecondsWork() {
        members(10_000);
        long start = System.nanoTime();

        assertThat(jobs.create(org, MONDAY)).isEqualTo(new Jobs.Count(10_000, 0));
        Duration create = Duration.ofNanos(System.nanoTime() - start);
        assertThat(jobs.remind(org, MONDAY, "09")).isEqualTo(new Jobs.Count(10_000, 0));
        Duration both = Duration.ofNanos(System.nanoTime() - start);

        assertThat(both).as("of which sessions took %s", create).isLessThan(Duration.ofSeconds(5));
        system.update("delete from email_logs where org_id = ?", org);
        system.update("delete from checkin_sessions where org_id = ?", org);
        system.update("delete from members where org_id = ?", org);
    }

    private static List<Jobs.Count> atOnce(int times, Supplier<Jobs.Count> firing) {
        return IntStream.range(0, times).mapToObj(i -> CompletableFuture.supplyAsync(firing)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private void members(int many) {
        system.update(
                "insert into members (org_id, user_id, first_name, email)"
                        + " select ?, 'u' || i, 'Ann', 'u' || i || '@acme.test' from generate_series(1, ?) i",
                org,
                many);
    }

    private void settings(
            String weekdays, int everyWeeks, @Nullable UUID department, boolean reminders, int expireDays) {
        system.update(
                "insert into checkin_settings (org_id, enabled, weekdays, every_weeks, department_id, reminders,"
                        + " expire_days, updated_by) values (?, true, ?::smallint[], ?, ?, ?, ?, 'test')",
                org,
                weekdays,
                everyWeeks,
                department,
                reminders,
                expireDays);
    }

    private Integer count(String table) {
        return system.queryForObject("select count(*) from " + table + " where org_id = ?", Integer.class, org);
    }
}
