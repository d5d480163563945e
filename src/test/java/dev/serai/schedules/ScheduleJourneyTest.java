package dev.serai.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ScheduleJourneyTest {
    private static final String SECRET = "0123456789abcdef-of-the-journey";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestHub hub;
    private static JdbcTemplate admin;
    private final Api operator = hub.as(null, Role.OPERATOR);
    private final Api viewer = hub.as(null, Role.VIEWER);

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = DrillRoutes.settings(folder.resolve("routes"));
        settings.put("DRILL_SECRET", SECRET + "," + SECRET + "-new");
        settings.put("SERAI_SCHEDULES_FIRSTDELAY", "200ms");
        DrillRoutes.add(settings, "ticking", Map.of("CRON", "*/2 * * * * *", "SCOPE", "hub"));
        DrillRoutes.add(settings, "daily", Map.of("CRON", "0 8 * * *", "SCOPE", "org", "SECRETS", "DRILL_SECRET"));
        DrillRoutes.add(settings, "broken", Map.of("CRON", "0 8 * * *", "ATTEMPTS", "2", "SCOPE", "hub"));
        DrillRoutes.add(
                settings, "slow", Map.of("CRON", "0 8 * * *", "ATTEMPTS", "1", "TIMEOUT", "1s", "ROUTE", "drill-slow"));
        DrillRoutes.add(
                settings, "long", Map.of("CRON", "0 8 * * *", "SCOPE", "org", "TIMEOUT", "1s", "ROUTE", "drill-long"));
        DrillRoutes.add(settings, "resting", Map.of("CRON", "0 8 * * *", "SECRETS", "DRILL_SECRET"));
        DrillRoutes.add(settings, "orphaned", Map.of("CRON", "0 8 * * *", "ATTEMPTS", "1", "SCOPE", "hub"));
        DrillRoutes.add(settings, "late", Map.of("CRON", "0 * * * *", "MISFIRE", "skip", "MISFIREWITHIN", "2h"));
        DrillRoutes.add(settings, "newest", Map.of("CRON", "0 * * * *"));
        hub = TestHub.own(settings);
        admin = admin(hub);
        admin.execute(DrillRoutes.TABLE);
        admin.execute("grant insert, select on schedule_drill to serai_system");
        admin.execute(
                "insert into schedule_settings (org_id, job, updated_by) values ('north', 'daily', 'x'), ('south', 'daily', 'x'),"
                        + " ('north', 'long', 'x'), ('south', 'long', 'x')");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static JdbcTemplate admin(TestHub hub) {
        String prefix = "serai.database.admin.";
        return new JdbcTemplate(new DriverManagerDataSource(
                hub.setting(prefix + "url"), hub.setting(prefix + "username"), hub.setting(prefix + "password")));
    }

    private static int count(String sql, Object... arguments) {
        return Objects.requireNonNull(admin.queryForObject(sql, Integer.class, arguments));
    }

    private static Api.Reply trigger(String method, String job, String secret) {
        return hub.anonymous()
                .send(hub.anonymous()
                        .request("/api/internal/" + job)
                        .header("Authorization", "Bearer " + secret)
                        .method(method, BodyPublishers.noBody())
                        .build());
    }

    private JsonNode job(String name) {
        for (JsonNode job : viewer.get("/api/schedules").json().path("items")) {
            if (job.path("name").asText().equals(name)) {
                return job;
            }
        }
        throw new AssertionError("no job " + name);
    }

    @Test
    void eachSlotOfATickingJobHasOneEffectAndNoneIsLeftOut() {
        await().atMost(LONG).until(() -> count("select count(*) from schedule_drill where job = 'ticking'") >= 4);

        List<Instant> slots = admin.query(
                "select slot from schedule_drill where job = 'ticking' order by slot",
                (row, n) -> row.getTimestamp(1).toInstant());
        for (int i = 1; i < slots.size(); i++) {
            assertThat(slots.get(i)).isEqualTo(slots.get(i - 1).plusSeconds(2));
        }
        assertThat(viewer.get("/api/schedules/ticking/firings?state=done&limit=2")
                        .json()
                        .path("items"))
                .hasSize(2);
        assertThat(viewer.get("/metrics").text())
                .contains("serai_schedules_firings_total{job=\"ticking\",outcome=\"done\"}")
                .contains("serai_schedules_since_seconds{job=\"ticking\"}");
    }

    @Test
    void badDay49_byTickByPlatformTwiceAndByHandAtOnceASlotHasOneEffect() throws Exception {
        List<Callable<Api.Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(() -> trigger("GET", "daily", SECRET));
            calls.add(() -> trigger("POST", "daily", SECRET + "-new"));
            calls.add(() -> operator.post("/api/schedules/daily/run", ""));
        }
        int created = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<Api.Reply> call : threads.invokeAll(calls)) {
                assertThat(call.get().status()).as(call.get().text()).isBetween(200, 202);
                created += call.get().json().path("created").asInt();
            }
        }
        await().atMost(LONG)
                .until(() ->
                        trigger("POST", "daily", SECRET).json().path("waiting").asInt() == 0);

        JsonNode again = trigger("POST", "daily", SECRET).json();
        assertThat(again.path("created").asInt()).as(again.toString()).isZero();
        assertThat(again.path("duplicate").asInt())
                .isEqualTo(count("select count(distinct (org, slot)) from schedule_drill where job = 'daily'"));
        assertThat(again.path("firings").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(created).isLessThanOrEqualTo(again.path("duplicate").asInt());
        assertThat(admin.queryForList(
                        "select org from schedule_drill where job = 'daily' group by org, slot having count(*) > 1"))
                .isEmpty();
        assertThat(count("select count(*) from operator_audit_log where action = 'schedule_run' and subject = 'daily'"))
                .isEqualTo(4);
    }

    @Test
    void withoutTheJobsOwnSecretNothingRuns() {
        Api.Reply wrong = trigger("POST", "daily", "another-secret-of-enough-length");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(wrong.json().path("code").asText()).isEqualTo("SERAI-SCHED-005");
        assertThat(hub.anonymous().get("/api/internal/daily").status()).isEqualTo(401);
        assertThat(trigger("POST", "reminders", SECRET).json().path("code").asText())
                .isEqualTo("SERAI-SCHED-004");
        assertThat(trigger("POST", "nothing", SECRET).status()).isEqualTo(404);
    }

    @Test
    void aJobThatFailsIsTriedAgainThenToldAndItsLaterSuccessClosesTheNotice() {
        admin.execute("alter table schedule_drill add constraint sound check (job <> 'broken') not valid");
        operator.post("/api/schedules/broken/run", "");
        await().atMost(LONG)
                .until(() -> count(
                                "select count(*) from schedule_firings where job = 'broken' and state = 'failed' and attempt = 2")
                        == 1);
        assertThat(
                        count(
                                "select count(*) from notices where kind = 'schedule-failed' and closed_at is null "
                                        + "and details ->> 'job' = 'broken' and details ->> 'runbook' = 'ScheduleFailed' and severity = 'P2'"))
                .isEqualTo(1);

        admin.execute("alter table schedule_drill drop constraint sound");
        Api.Reply mended = operator.post("/api/schedules/broken/run", "");

        assertThat(mended.json().path("created").asInt()).as(mended.text()).isEqualTo(1);
        assertThat(
                        count(
                                "select count(*) from notices where kind = 'schedule-failed' and closed_at is null and details ->> 'job' = 'broken'"))
                .isZero();
    }

    @Test
    void aJobThatTakesLongerThanItsTimeoutIsStoppedAndToldSo() {
        operator.post("/api/schedules/slow/run", "");

        await().atMost(LONG)
                .until(() -> viewer.get("/api/schedules/slow/firings?state=failed")
                                .json()
                                .path("items")
                                .size()
                        == 1);
        JsonNode firing =
                viewer.get("/api/schedules/slow/firings").json().path("items").path(0);
        assertThat(firing.path("code").asText()).isEqualTo("SERAI-SCHED-007");
        assertThat(firing.path("seconds").asDouble()).isBetween(0.9, 20.0);
        assertThat(job("slow").path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void aSlotThatTookLongerThanItsTimeoutAsAWholeIsToldOnceHoweverManyOrgsItIsFor() {
        Api.Reply run = operator.post("/api/schedules/long/run", "");

        await().atMost(LONG)
                .until(() -> count("select count(*) from schedule_firings where job = 'long' and state = 'done'") >= 2);
        assertThat(count("select count(*) from schedule_firings where job = 'long' and attempt > 1"))
                .as(run.text())
                .isZero();
        assertThat(admin.queryForList(
                        "select text from notices where kind = 'schedule-slow' and details ->> 'job' = 'long' and closed_at is null",
                        String.class))
                .singleElement()
                .asString()
                .matches("long took \\d+ s; its timeout is 1 s");
    }

    @Test
    void whatAPlatformAsksOfAPausedJobIsRefused() {
        Api.Reply paused = operator.post(
                "/api/schedules/resting/pause",
                "{\"until\":\"%s\",\"reason\":\"a move\"}"
                        .formatted(Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS)));
        assertThat(paused.status()).as(paused.text()).isEqualTo(200);

        Api.Reply refused = trigger("POST", "resting", SECRET);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-SCHED-003");
        assertThat(count("select count(*) from schedule_firings where job = 'resting' and state <> 'missed'"))
                .isZero();
    }

    @Test
    void aFiringWhoseLastNodeIsGoneHasFailedAndIsTold() {
        admin.update(
                "insert into schedule_firings (job, scheduled_for, trigger, state, attempt, zone, node, available_at)"
                        + " values ('orphaned', now() - interval '1 hour', 'tick', 'running', 1, 'UTC', 'gone', now())");

        await().atMost(LONG)
                .until(() -> count(
                                "select count(*) from schedule_firings where job = 'orphaned' and state = 'failed' and error_code = 'SERAI-SCHED-008'")
                        == 1);
        assertThat(
                        count(
                                "select count(*) from notices where kind = 'schedule-failed' and details ->> 'job' = 'orphaned' and closed_at is null"))
                .isEqualTo(1);
        assertThat(count("select count(*) from schedule_drill where job = 'orphaned'"))
                .isZero();
    }

    @Test
    void badDay50_whatWasMissedInSixHoursIsShownAndToldOnceAndTheRuleOfTheJobDecidesWhatFires() {
        await().atMost(LONG)
                .until(() -> count("select count(*) from schedule_marks where job in ('late', 'newest')") == 2);
        admin.update(
                "update schedule_scopes set known_since = now() - interval '1 day' where job in ('late', 'newest')");
        for (String job : List.of("late", "newest")) {
            await().atMost(LONG)
                    .until(() ->
                            count("select count(*) from schedule_firings where job = ?", job) > 0 || leaveOut(job) < 0);
            await().atMost(LONG)
                    .until(() -> count(
                                    "select count(*) from schedule_firings where job = ? and state in ('waiting', 'running')",
                                    job)
                            == 0);
        }

        assertThat(count("select count(*) from schedule_firings where job = 'late' and state = 'missed'"))
                .isBetween(4, 5);
        assertThat(count("select count(*) from schedule_firings where job = 'late' and state = 'done'"))
                .isEqualTo(2);
        assertThat(count("select count(*) from schedule_firings where job = 'newest' and state = 'done'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from notices where kind = 'schedule-missed' and details ->> 'job' = 'late'"))
                .isEqualTo(1);
        assertThat(job("late").path("missed").asInt()).isBetween(4, 5);
    }

    /** Again, if a tick under way has moved the mark meanwhile. */
    private static int leaveOut(String job) {
        return admin.update(
                "update schedule_marks set looked_until = now() - interval '370 minutes' where job = ?", job);
    }

    @Test
    void aPausedJobRunsNothingUntilItIsResumedAndBothAreInTheAuditLog() {
        Api.Reply past = operator.post(
                "/api/schedules/scheduler/pause", "{\"until\":\"2020-01-01T00:00:00Z\",\"reason\":\"x\"}");
        Api.Reply paused = operator.post(
                "/api/schedules/scheduler/pause",
                "{\"until\":\"%s\",\"reason\":\"move\"}"
                        .formatted(Instant.now().plusSeconds(3600).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));

        assertThat(past.status()).isEqualTo(400);
        assertThat(paused.status()).as(paused.text()).isEqualTo(200);
        assertThat(job("scheduler").path("paused").path("reason").asText()).isEqualTo("move");
        assertThat(operator.post("/api/schedules/scheduler/resume", "")
                        .json()
                        .path("wasPaused")
                        .asBoolean())
                .isTrue();
        assertThat(job("scheduler").path("paused").isNull()).isTrue();
        assertThat(
                        count(
                                "select count(*) from operator_audit_log where action in ('schedule_pause', 'schedule_resume') and subject = 'scheduler'"))
                .isEqualTo(2);
        assertThat(viewer.post("/api/schedules/scheduler/resume", "").status()).isEqualTo(403);
    }

    @Test
    void theListSaysWhenAJobIsDueNextAndWhatIsSo() {
        JsonNode reminders = job("reminders");

        assertThat(reminders.path("next")).hasSize(3);
        assertThat(reminders.path("cron").asText()).isEqualTo("0 9,14 * * 1-5");
        assertThat(reminders.path("misfire").asText()).isEqualTo("skip");
        assertThat(reminders.path("misfireWithinSeconds").asInt()).isEqualTo(7200);
        assertThat(reminders.path("endpoint").asText()).isEqualTo("/api/internal/reminders");
        assertThat(reminders.path("endpointOpen").asBoolean()).isFalse();
        assertThat(operator.post("/api/schedules/daily/run?slot=2026-01-01T08:00:01Z", "")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("SERAI-SCHED-002");
    }

    @Test
    void anOrgHasAJobOtherwiseAndLearnsAllMistakesAtOnce() {
        Api east = hub.as("east", Role.ORG_ADMIN);

        Api.Reply wrong = east.call(
                "PUT",
                "/api/schedule-settings/scheduler",
                "application/json",
                "{\"cron\":\"* 25 * * *\",\"zone\":\"Berlin\"}");
        Api.Reply often =
                east.call("PUT", "/api/schedule-settings/scheduler", "application/json", "{\"cron\":\"*/5 * * * *\"}");
        Api.Reply fine = east.call(
                "PUT",
                "/api/schedule-settings/scheduler",
                "application/json",
                "{\"cron\":\"30 7 * * 1-5\",\"zone\":\"Europe/Berlin\"}");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("errors")).hasSize(2);
        assertThat(often.text()).contains("more than once an hour");
        assertThat(fine.status()).as(fine.text()).isEqualTo(200);
        assertThat(fine.json().path("cron").asText()).isEqualTo("30 7 * * 1-5");
        assertThat(east.get("/api/schedule-settings/scheduler")
                        .json()
                        .path("own")
                        .path("zone")
                        .asText())
                .isEqualTo("Europe/Berlin");
        assertThat(hub.as("west", Role.ORG_ADMIN)
                        .get("/api/schedule-settings/scheduler")
                        .json()
                        .path("cron")
                        .asText())
                .isEqualTo("0 8 * * *");
        assertThat(hub.as("east", Role.MEMBER)
                        .get("/api/schedule-settings/scheduler")
                        .status())
                .isEqualTo(403);
        assertThat(east.get("/api/schedule-settings/ticking").status()).isEqualTo(404);
        assertThat(count("select count(*) from activity_log where org_id = 'east' and action = 'schedule.changed'"))
                .isEqualTo(1);
    }

    @Test
    void tenThousandOrgsBecomeFiringsInOneStatement() {
        admin.update("insert into schedule_scopes (job, scope, known_since) "
                + "select 'reminders', 'many-' || n, now() - interval '1 day' from generate_series(1, 10000) n");
        String slots =
                "[{\"job\":\"reminders\",\"cron\":\"0 9,14 * * 1-5\",\"zone\":\"UTC\",\"slot\":\"2026-03-02T09:00:00Z\",\"missed\":true}]";
        String jobs = "[{\"name\":\"reminders\",\"scope\":\"org\",\"cron\":\"0 9,14 * * 1-5\",\"zone\":\"UTC\"}]";
        String add = dev.serai.database.SqlFile.read("sql/schedules/firing-add.sql");
        long begin = System.nanoTime();

        new org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate(hub.system())
                .queryForList(add.replace(":#", ":"), Map.of("slots", slots, "jobs", jobs, "trigger", "http"));

        assertThat(count("select count(*) from schedule_firings where job = 'reminders' and scope like 'many-%'"))
                .isEqualTo(10_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        admin.update("delete from schedule_firings where scope like 'many-%'");
        admin.update("delete from schedule_scopes where scope like 'many-%'");
    }

    @Test
    void theClusterKeepsTheClocksTriggersAndThoseWithoutARouteGo() throws Exception {
        Scheduler scheduler = hub.hub().context().getBean(Scheduler.class);
        RetiredTriggers retired = hub.hub().context().getBean(RetiredTriggers.class);
        assertThat(scheduler.getMetaData().isJobStoreClustered()).isTrue();
        assertThat(scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup()))
                .contains(new TriggerKey("tick", "schedules"), new TriggerKey("retention", "upkeep"));
        scheduler.scheduleJob(
                JobBuilder.newJob(Nothing.class)
                        .withIdentity("gone", "old")
                        .storeDurably()
                        .build(),
                TriggerBuilder.newTrigger()
                        .withIdentity("gone", "old")
                        .withSchedule(CronScheduleBuilder.cronSchedule("0 0 3 1 1 ?"))
                        .build());

        retired.remove();
        retired.remove();

        assertThat(scheduler.checkExists(new TriggerKey("gone", "old"))).isFalse();
        assertThat(scheduler.checkExists(new TriggerKey("tick", "schedules"))).isTrue();
    }

    @Test
    void whatIsOnlyInspectedTouchesNeitherTheClockNorItsStore() throws Exception {
        TestHub shared = TestHub.shared();
        Scheduler scheduler = shared.hub().context().getBean(Scheduler.class);
        JdbcTemplate store = shared.system();
        List<?> before = store.queryForList("select trigger_name, trigger_group from qrtz_triggers order by 1, 2");
        String file = """
                - route:
                    id: upkeep-inspected
                    group: upkeep
                    description: Is only looked at
                    routeConfigurationId: tick-faults
                    from:
                      uri: quartz
                      parameters:
                        groupName: upkeep
                        triggerName: inspected
                        cron: "* * * * * ?"
                      steps:
                        - log:
                            id: upkeep-inspected-log
                            message: inspected
                """;
        String json = new com.fasterxml.jackson.databind.ObjectMapper()
                .writeValueAsString(Map.of("files", Map.of("upkeep/inspected.camel.yaml", file)));

        Api.Reply reply = shared.as(null, Role.OPERATOR).post("/api/routes/validate", json);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("findings")).as(reply.text()).isEmpty();
        assertThat(scheduler.isStarted() && !scheduler.isShutdown()).isTrue();
        assertThat(store.queryForList("select trigger_name, trigger_group from qrtz_triggers order by 1, 2"))
                .isEqualTo(before);
    }

    /** Of a route that was taken away. */
    public static final class Nothing implements Job {
        @Override
        public void execute(org.quartz.JobExecutionContext context) {
            // never due
        }
    }
}
