package dev.serai.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.util.unit.DataSize;

/** What is old goes, batch by batch; what is needed stays, however old. */
class RetentionTest {
    private static final RetentionSettings.Bucket BUCKET =
            new RetentionSettings.Bucket(Duration.ofHours(1), Duration.ofHours(1));

    @TempDir
    private Path temp;

    private final TestHub hub = TestHub.shared();
    private final String org = "retention-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);
    private final JdbcTemplate system = hub.system();

    @Test
    void everyRuleHasAStatementAndEveryStatementARule() throws IOException {
        RetentionSettings settings = hub.hub().context().getBean(RetentionSettings.class);
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql/retention"))) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".sql", "")))
                    .containsExactlyInAnyOrderElementsOf(settings.keep().keySet());
        }
    }

    @Test
    void aRuleWithoutAStatementStopsTheStart() {
        assertThatThrownBy(() -> retention(1, 1, "no-such-rule", Duration.ofDays(1)))
                .hasMessageContaining("sql/retention/no-such-rule.sql");
    }

    @Test
    void theConfiguredRunLeavesReadyDocumentsAndYoungRowsAlone() {
        String id = api.ready("a.txt", "Words that stay, of " + org);

        hub.hub().context().getBean(Retention.class).run();

        assertThat(count("jobs")).isOne();
        assertThat(count("job_stages")).isEqualTo(4);
        assertThat(count("index_changes")).isOne();
        assertThat(api.search("{\"query\":\"words that stay\"}").findValuesAsText("documentId"))
                .containsExactly(id);
    }

    @Test
    void aRunDeletesNoMoreThanItsBatchesAndTheNextGoesOn() {
        for (int i = 0; i < 7; i++) {
            system.update(
                    "insert into idempotency_keys values (?, ?, 'o', 'h', 200, '{}', now() - interval '2 days')",
                    org,
                    "old" + i);
        }
        system.update("insert into idempotency_keys values (?, 'young', 'o', 'h', 200, '{}')", org);
        system.update("delete from idempotency_keys where org_id <> ? and created_at < now() - interval '1 day'", org);
        Retention small = retention(2, 2, "idempotency-keys", Duration.ofHours(24));

        small.run();
        assertThat(count("idempotency_keys")).isEqualTo(4);
        small.run();
        assertThat(system.queryForList("select key from idempotency_keys where org_id = ?", String.class, org))
                .containsExactly("young");
    }

    @Test
    void zeroKeepsForEver() {
        system.update(
                "insert into idempotency_keys values (?, 'k', 'o', 'h', 200, '{}', now() - interval '9 years')", org);

        retention(10, 10, "idempotency-keys", Duration.ZERO).run();

        assertThat(count("idempotency_keys")).isOne();
    }

    @Test
    void resolvedAlertsGoWithTheirLifeAndOpenOnesStay() {
        system.update(
                "insert into alerts (source, alert_key, severity, title, opened_by, state, since, resolved_at)"
                        + " values ('retention', ?, 'P3', 'x', 'tester', 'resolved', now(), now() - interval '400 days'),"
                        + " ('retention', ?, 'P3', 'x', 'tester', 'open', now() - interval '400 days', null)",
                "old " + org,
                "open " + org);
        system.update(
                "insert into alert_events (alert_id, kind, actor) select id, 'opened', 'tester' from alerts where alert_key = ?",
                "old " + org);

        retention(10, 10, "alerts", Duration.ofDays(365)).run();

        assertThat(system.queryForList(
                        "select alert_key from alerts where source = 'retention' and alert_key like '%' || ?",
                        String.class, org))
                .containsExactly("open " + org);
        system.update("delete from alerts where source = 'retention'");
    }

    @Test
    void theNewestJobOfADocumentAndOneWithAnOpenDeadLetterStay() {
        String id = api.ready("a.txt", "Words of two jobs, of " + org);
        UUID finished = job(id, "completed");
        UUID open = job(id, "dead-lettered");
        deadLetter(open, id, null);
        UUID closed = job(id, "dead-lettered");
        deadLetter(closed, id, "replayed");

        retention(10, 10, "jobs", Duration.ofDays(1)).run();

        assertThat(system.queryForList("select id from jobs where org_id = ?", UUID.class, org))
                .contains(open)
                .doesNotContain(finished, closed)
                .hasSize(2); // and the newest
    }

    @Test
    void stepsOfAnOpenJobStayAndThoseOfAFinishedOneGo() {
        String id = api.ready("a.txt", "Words with a history, of " + org);
        String waiting = api.ready("b.txt", "Words with another history, of " + org);
        system.update("update job_stages set ended_at = now() - interval '99 days' where org_id = ?", org);
        system.update("update jobs set state = 'held' where document_id = ?::uuid", waiting);

        retention(3, 10, "job-stages", Duration.ofDays(90)).run();

        assertThat(stages(id)).isZero();
        assertThat(stages(waiting)).isEqualTo(4);
        system.update("update jobs set state = 'completed' where document_id = ?::uuid", waiting);
    }

    @Test
    void openDeadLettersStay() {
        String id = api.ready("a.txt", "Words of dead letters, of " + org);
        deadLetter(UUID.randomUUID(), id, null);
        deadLetter(UUID.randomUUID(), id, "healed");

        retention(10, 10, "dead-letters", Duration.ofDays(1)).run();

        assertThat(system.queryForList("select outcome from dead_letter_jobs where org_id = ?", String.class, org))
                .containsExactly((String) null);
    }

    @Test
    void wakeUpsOfOpenJobsAndMessagesThatWaitForKafkaStay() {
        String id = api.ready("a.txt", "Words of wake-ups, of " + org);
        UUID done = Objects.requireNonNull(
                system.queryForObject("select id from jobs where document_id = ?::uuid", UUID.class, id));
        wakeUp(done, "stale");
        wakeUp(UUID.randomUUID(), "nobody's");
        UUID held = job(id, "held");
        wakeUp(held, "held");
        wakeUp(null, "letter");

        retention(10, 10, "outbox", Duration.ofDays(1)).run();

        assertThat(system.queryForList("select message_key from outbox where org_id = ?", String.class, org))
                .containsExactlyInAnyOrder("held", "letter");
        system.update("delete from outbox where org_id = ?", org);
    }

    @Test
    void theNewestChangeOfADocumentStaysAndADeletionGoesLater() {
        String id = api.ready("a.txt", "Words that change, of " + org);
        String gone = api.ready("b.txt", "Words that go, of " + org);
        api.delete("/api/documents/" + gone);
        system.update("update index_changes set at = now() - interval '40 days' where org_id = ?", org);

        retention(10, 10, "index-deletions", Duration.ofDays(30)).run();
        assertThat(changes()).as("a change before the deletion is still there").hasSize(3);

        retention(10, 10, "index-changes", Duration.ofDays(7)).run();
        assertThat(changes()).containsExactly(id + " upsert", gone + " delete");

        retention(10, 10, "index-deletions", Duration.ofDays(30)).run();
        assertThat(changes()).containsExactly(id + " upsert");
        assertThat(system.queryForObject("select pruned from index_positions where org_id = ?", Long.class, org))
                .isEqualTo(3);
        assertThat(api.search("{\"query\":\"words that change\"}").findValuesAsText("documentId"))
                .containsExactly(id);
    }

    @Test
    void theActivityLogIsShortenedByItsFunctionOnlyAndNotBelowItsMinimum() {
        system.update(
                "insert into activity_log (org_id, at, actor, action, subject) values"
                        + " (?, now() - interval '800 days', 'a', 'x', 'ancient'),"
                        + " (?, now() - interval '100 days', 'a', 'x', 'old')",
                org,
                org);

        retention(10, 10, "activity-log", Duration.ofDays(1)).run();

        assertThat(system.queryForList("select subject from activity_log where org_id = ?", String.class, org))
                .containsExactly("old");
        assertThatThrownBy(() -> system.update("update retention_minimums set least = interval '0'"))
                .hasStackTraceContaining("permission denied");
        JdbcTemplate app = new JdbcTemplate(hub.hub().context().getBean("appDataSource", DataSource.class));
        assertThatThrownBy(() -> app.queryForObject("select prune_activity_log(interval '1 day', 1)", Long.class))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void aRowThatSomeoneHoldsIsSkippedNotWaitedFor() throws Exception {
        system.update(
                "insert into idempotency_keys values (?, 'k', 'o', 'h', 200, '{}', now() - interval '2 days')", org);
        DataSource source = hub.hub().context().getBean("systemDataSource", DataSource.class);
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("select from idempotency_keys where org_id = '" + org + "' for update");
            retention(10, 1, "idempotency-keys", Duration.ofHours(24)).run();
            assertThat(count("idempotency_keys")).isOne();
            connection.rollback();
        }
        retention(10, 1, "idempotency-keys", Duration.ofHours(24)).run();
        assertThat(count("idempotency_keys")).isZero();
    }

    @Test
    void endedReplaysAndNodesThatAreGoneEnd() {
        replay("done", "now() - interval '99 days'");
        replay("planned", "null");
        UUID running = replay("running", "null");
        system.update("insert into nodes (name, roles, consumers, running, route_revision, started_at, seen_at)"
                + " values ('gone', '{worker}', '{}', '{}', 'r', now(), now() - interval '99 days')");
        retention(10, 1, "replay-runs", Duration.ofDays(90)).run();
        retention(10, 1, "nodes", Duration.ofDays(30)).run();
        assertThat(system.queryForList("select id from replay_runs where created_by = ?", UUID.class, org))
                .containsExactly(running);
        assertThat(system.queryForList("select name from nodes", String.class))
                .isNotEmpty()
                .doesNotContain("gone");
    }

    @Test
    void sessionsThatAreOverEndAndDeletedUsersStayRefused() {
        system.update(
                "insert into access_denials (kind, subject, until) values ('session', ?, now() - interval '2 days'),"
                        + " ('session', ?, now() + interval '1 hour'), ('user', ?, 'infinity')",
                org + "-over",
                org + "-runs",
                org);
        for (String session : List.of("over", "runs")) {
            system.update(
                    "insert into provider_objects (provider, kind, object_id, terminal, event_at, event_rank, event_id,"
                            + " state, updated_at) values ('clerk', 'session', ?, true, 1, 1, 'm', jsonb_build_object("
                            + "'until', ?::bigint), now() - interval '99 days')",
                    org + "-" + session,
                    session.equals("over") ? 1 : Instant.now().plusSeconds(3600).toEpochMilli());
        }

        retention(10, 1, "denials", Duration.ofDays(1)).run();
        retention(10, 1, "sessions", Duration.ofDays(60)).run();

        assertThat(system.queryForList(
                        "select subject from access_denials where subject like ?", String.class, org + "%"))
                .containsExactlyInAnyOrder(org + "-runs", org);
        assertThat(system.queryForList(
                        "select object_id from provider_objects where object_id like ?", String.class, org + "%"))
                .containsExactly(org + "-runs");
    }

    private UUID replay(String state, String settledAt) {
        UUID id = UUID.randomUUID();
        system.update(
                "insert into replay_runs (id, state, restart, filter, rate_per_minute, stop_after, summary, created_by,"
                        + " created_at, settled_at) values (?, ?, 'start', '{}', 1, 1, '{}', ?,"
                        + " now() - interval '99 days', " + settledAt + ")",
                id,
                state,
                org);
        return id;
    }

    @Test
    void theWordsOfMailsGoBeforeTheirAccountAndWhatWaitsStays() {
        for (String state : List.of("sent", "waiting")) {
            system.update(
                    "insert into email_logs (org_id, mail_key, template, recipient, variables, state, available_at, updated_at)"
                            + " values (?, ?, 'notice', 'a@example.com', '{\"text\": \"x\"}', ?, now() + interval '1 day',"
                            + " now() - interval '100 days')",
                    org,
                    org + state,
                    state);
        }

        retention(10, 1, "mail-contents", Duration.ofDays(90)).run();
        assertThat(mails("variables::text")).containsExactly("{}", "{\"text\": \"x\"}");

        retention(10, 1, "mails", Duration.ofDays(90)).run();
        retention(10, 1, "mail-feedback", Duration.ofDays(180)).run();
        assertThat(mails("state")).containsExactly("waiting");
    }

    private List<String> mails(String column) {
        return system.queryForList(
                "select " + column + " from email_logs where org_id = ? order by state", String.class, org);
    }

    @Test
    void whatMayStillBeSentStaysAndReplacedSecretsGo() {
        UUID active = endpoint("active");
        UUID paused = endpoint("paused");
        message("settled", active, "succeeded");
        message("open", active, "pending");
        message("shelved", paused, "pending");
        system.update(
                "insert into webhook_endpoint_secrets (org_id, endpoint_id, key_id, sealed, expires_at) values"
                        + " (?, ?, 'old', '', now() - interval '9 days'), (?, ?, 'present', '', null)",
                org,
                active,
                org,
                active);

        retention(10, 10, "webhook-messages", Duration.ofDays(30)).run();
        retention(10, 10, "webhook-secrets", Duration.ofDays(1)).run();

        assertThat(system.queryForList("select source_key from outbound_messages where org_id = ?", String.class, org))
                .containsExactly("open");
        assertThat(system.queryForList(
                        "select key_id from webhook_endpoint_secrets where org_id = ?", String.class, org))
                .containsExactly("present");
        system.update("delete from webhook_endpoints where org_id = ?", org);
    }

    /** One that asks for quiet, so that nothing is sent to it. */
    private UUID endpoint(String state) {
        UUID id = UUID.randomUUID();
        system.update(
                "insert into webhook_endpoints (id, org_id, url, events, state, waits_until, created_by)"
                        + " values (?, ?, 'https://hooks.example.com', '{*}', ?, now() + interval '1 hour', 'a')",
                id,
                org,
                state);
        return id;
    }

    private void message(String key, UUID endpoint, String state) {
        String id = "msg_" + UUID.randomUUID().toString().replace("-", "");
        system.update(
                "insert into outbound_messages (id, org_id, type, source_key, payload, occurred_at)"
                        + " values (?, ?, 'document.ready', ?, '{}', now() - interval '40 days')",
                id,
                org,
                key);
        system.update(
                "insert into outbound_deliveries (org_id, message_id, endpoint_id, state) values (?, ?, ?, ?)",
                org,
                id,
                endpoint,
                state);
    }

    @Test
    void eventsThatWaitOrAreDeadStayAndOpenNoticesToo() {
        for (String state : List.of("applied", "ignored", "unparseable", "dead")) {
            system.update(
                    "insert into webhook_events (source, event_id, body, state, received_at)"
                            + " values ('kept', ?, '', ?, now() - interval '100 days')",
                    org + state,
                    state);
        }
        // In one transaction, so that no worker takes it.
        system.execute("do $$ begin insert into webhook_events (source, event_id, body, received_at)"
                + " values ('kept', '" + org + "', '', now() - interval '100 days');"
                + " update webhook_outbox set available_at = now() + interval '1 hour'"
                + " where event_seq = (select seq from webhook_events where event_id = '" + org + "'); end $$");
        system.update(
                "insert into notices (audience, kind, notice_key, text, closed_at)"
                        + " values ('operator', 'kept', 'closed', 'x', now() - interval '800 days'), ('operator', 'kept', 'open', 'x', null)");

        hub.hub().context().getBean(Retention.class).run();

        assertThat(system.queryForList("select state from webhook_events where source = 'kept'", String.class))
                .containsExactlyInAnyOrder("waiting", "dead");
        assertThat(system.queryForList("select notice_key from notices where kind = 'kept'", String.class))
                .containsExactly("open");
        system.update("delete from webhook_events where source = 'kept'");
        system.update("delete from notices where kind = 'kept'");
    }

    @Test
    void oldFilesInWorkingFoldersGoAndLogsStaySmall() throws IOException {
        Path old = file("uploads/old");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = file("work/young");
        Path elsewhere = file("postgres/old");
        Files.setLastModifiedTime(elsewhere, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path log = Files.write(file("logs/postgres.log"), new byte[2048]);
        Path small = file("logs/redis.log");
        RetentionSettings settings =
                new RetentionSettings(1, 1, Map.of(), Duration.ofDays(1), DataSize.ofKilobytes(1), BUCKET);

        new FileSweep(temp, settings, Clock.systemUTC()).sweep();

        assertThat(old).doesNotExist();
        assertThat(List.of(young, elsewhere, small))
                .allSatisfy(f -> assertThat(f).isNotEmptyFile());
        assertThat(log).isEmptyFile();
    }

    private Path file(String name) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "x");
    }

    private Retention retention(int batch, int batches, String rule, Duration keep) {
        RetentionSettings settings = new RetentionSettings(
                batch, batches, Map.of(rule, keep), Duration.ofDays(1), DataSize.ofMegabytes(1), BUCKET);
        return new Retention(new NamedParameterJdbcTemplate(system), settings, new SimpleMeterRegistry());
    }

    private UUID job(String document, String state) {
        UUID id = UUID.randomUUID();
        system.update(
                "insert into jobs (id, org_id, document_id, version, kind, stage, state, created_at, finished_at)"
                        + " values (?, ?, ?::uuid, 1, 'ingest', 'chunk', ?, now() - interval '99 days', now() - interval '99 days')",
                id,
                org,
                document,
                state);
        return id;
    }

    private void deadLetter(UUID job, String document, String outcome) {
        system.update(
                "insert into dead_letter_jobs (cause_class, exception_class, org_id, job_id, document_id, version, stage, route_id, payload, headers,"
                        + " error_code, error_class, error_message, cause_chain, attempts, fingerprint, first_failed_at,"
                        + " failed_at, outcome) values ('our_defect', 'c', ?, ?, ?::uuid, 1, 'chunk', 'r', '{}', '{}', 'c', 'c', 'm', 'c', 1,"
                        + " 'f', now(), now() - interval '99 days', ?)",
                org,
                job,
                document,
                outcome);
    }

    /** Not due for a long time, so that the relay leaves it alone. */
    private void wakeUp(UUID job, String key) {
        system.update(
                "insert into outbox (org_id, topic, message_key, payload, job_id, available_at, created_at)"
                        + " values (?, 'serai.dead-letters', ?, '{}', ?, now() + interval '1 day', now() - interval '9 days')",
                org,
                key,
                job);
    }

    private List<String> changes() {
        return system.queryForList(
                "select document_id || ' ' || kind from index_changes where org_id = ? order by position",
                String.class,
                org);
    }

    private Long stages(String document) {
        return system.queryForObject(
                "select count(*) from job_stages s join jobs j on j.id = s.job_id where j.document_id = ?::uuid",
                Long.class,
                document);
    }

    private Long count(String table) {
        return system.queryForObject("select count(*) from " + table + " where org_id = ?", Long.class, org);
    }
}
