package dev.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The checks as they lie in the repository, by a login that may only look, on sound and on broken data. */
@OwnServers
class ChecksTest {
    private static final Path FOLDER = Path.of("ops/checks");

    private static TestHub hub;
    private static JdbcTemplate reader;

    private final String org = "checks-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);
    private final JdbcTemplate system = hub.system();
    private String id;

    @BeforeAll
    static void start() {
        // What breaks here must stay broken.
        hub = TestHub.own(Map.of("serai.pipeline.expiry-delay", "3600000", "serai.coverage.schedule", "0 0 0 1 1 ?"));
        admin().execute("create role ops_check login password 'look' in role serai_reader");
        reader = new JdbcTemplate(
                new DriverManagerDataSource(hub.setting("serai.database.admin.url"), "ops_check", "look"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void aReadyDocument() {
        id = api.ready("words.txt", "Words of " + org + " that are as they should be.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check_embedding_status.sql",
                "check_stuck_documents.sql",
                "check_timeline.sql",
                "VERIFY_DELETE_LOGGING.sql",
                "check_reconcile.sql",
                "check_routes.sql",
                "check_checkins.sql",
                "check_schedules.sql",
                "check_mail.sql",
                "check_webhooks.sql",
                "check_alerts.sql",
                "check_outbound.sql"
            })
    void soundDataIsOkInEveryRow(String file) throws IOException {
        api.delete("/api/documents/" + api.ready("gone.txt", "Words that go, of " + org));
        restore();

        assertThat(check(file)).isNotEmpty().allSatisfy(row -> {
            assertThat(row).containsEntry("level", "OK");
            assertThat(row.keySet()).containsExactly("level", "what", "value", "expected", "what_to_do");
            assertThat(row.values()).doesNotContainNull();
        });
    }

    @Test
    void everyCheckIsTested() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".sql")))
                    .containsExactlyInAnyOrder(
                            "check_embedding_status.sql",
                            "check_stuck_documents.sql",
                            "check_timeline.sql",
                            "VERIFY_DELETE_LOGGING.sql",
                            "check_reconcile.sql",
                            "check_routes.sql",
                            "check_checkins.sql",
                            "check_schedules.sql",
                            "check_mail.sql",
                            "check_webhooks.sql",
                            "check_alerts.sql",
                            "check_outbound.sql");
        }
    }

    @Test
    void whatIsWrongWithWebhooksIsP2AndRefusedSignaturesAreP3() throws IOException {
        system.update(
                "insert into webhook_events (source, event_id, body, state) values ('checked', 'dead', '', 'dead')");
        system.update("insert into webhook_refusals (source, reason, hour, count, last_at, explanation)"
                + " values ('checked', 'signature-wrong', now(), 5, now(), 'x')");
        system.update("insert into notices (audience, kind, notice_key, text)"
                + " values ('operator', 'webhook-silent', 'checked', 'x')");

        assertThat(levels("check_webhooks.sql").values()).containsExactlyInAnyOrder("OK", "P2", "P2", "P3");

        system.update("delete from webhook_events where source = 'checked'");
        system.update("delete from webhook_refusals where source = 'checked'");
        system.update("delete from notices where notice_key = 'checked'");
    }

    @Test
    void checkInsThatFailedOrDidNotRunAreP2AndThoseThatDoNotEndAreP3() throws IOException {
        system.update(
                "insert into members (org_id, user_id, created_at) values (?, 'a', now() - interval '9 days')", org);
        system.update(
                "insert into checkin_sessions (org_id, member_id, local_date, scheduled_for, zone, expires_on)"
                        + " values (?, 'a', current_date - 9, now() - interval '9 days', 'UTC', current_date - 5)",
                org);
        system.update("insert into schedule_firings (job, scope, scheduled_for, trigger, state)"
                + " values ('scheduler', 'another', now(), 'tick', 'failed')");

        assertThat(levels("check_checkins.sql").values()).containsExactlyInAnyOrder("P2", "P2", "P3", "OK");

        system.update("delete from schedule_firings where scope = 'another'");
        system.update("delete from checkin_sessions where org_id = ?", org);
        system.update("delete from members where org_id = ?", org);
    }

    @Test
    void whatFailedOrWasMissedIsP2AndAPauseIsP3() throws IOException {
        system.update("insert into schedule_firings (job, scheduled_for, trigger, state, scope)"
                + " values ('checked', now(), 'tick', 'failed', 'a'), ('checked', now(), 'tick', 'missed', 'b')");
        system.update("insert into schedule_pauses (job, until, reason, paused_by)"
                + " values ('checked', now() + interval '1 hour', 'x', 'tester')");

        assertThat(levels("check_schedules.sql").values()).containsExactlyInAnyOrder("OK", "OK", "P2", "P2", "P3");

        system.update("delete from schedule_firings where job = 'checked'");
        system.update("delete from schedule_pauses where job = 'checked'");
    }

    @Test
    void mailsThatWaitFailedOrAreUnknownAreP2AndBouncesP3() throws IOException {
        system.update(
                "insert into email_logs (mail_key, template, recipient, state, available_at)"
                        + " values ('checked:1', 'x', 'a@b.example', 'failed', now()), ('checked:2', 'x', 'a@b.example', 'unknown', now())");
        system.update("insert into mail_suppressions (address, reason) values ('a@b.example', 'bounced')");

        assertThat(levels("check_mail.sql").values()).containsExactlyInAnyOrder("OK", "P2", "P2", "P3");

        system.update("delete from email_logs where mail_key like 'checked:%'");
        system.update("delete from mail_suppressions where address = 'a@b.example'");
    }

    @Test
    void anAlertThatNobodySeesToOrThatDoesNotArriveIsP1() throws IOException {
        system.update("insert into alerts (source, alert_key, severity, title, opened_by, since)"
                + " values ('checked', 'x', 'P0', 'x', 'tester', now() - interval '20 minutes')");
        system.update("insert into notices (audience, kind, notice_key, text, due_at)"
                + " values ('operator', 'alert-channel-failing', 'checked', 'x', now() + interval '1 day')");

        assertThat(levels("check_alerts.sql"))
                .containsEntry("alerts of P0 or P1 that nobody has acknowledged for 15 minutes", "P1")
                .containsEntry("channels that alerts do not reach", "P1");

        system.update("delete from alerts where source = 'checked'");
        system.update("delete from notices where notice_key = 'checked'");
    }

    @Test
    void whatStripeDoesNotTakeIsSeenAndMessagesThatNobodySendsAre() throws IOException {
        system.update("insert into billing_seats (org_id, state) values ('checked', 'dead')");
        system.update("insert into billing_fetches (kind, object_id, at, state, next_attempt_at)"
                + " values ('invoice', 'checked', 1, 'dead', now())");
        assertThat(levels("check_outbound.sql").values()).containsExactlyInAnyOrder("OK", "OK", "OK", "P2", "P3");

        system.update("delete from billing_seats where org_id = 'checked'");
        system.update("delete from billing_fetches where object_id = 'checked'");
    }

    @Test
    void aNodeWithOtherRoutesIsP2AndARouteThatStandsForLongIsP3() throws IOException {
        system.update("insert into nodes (name, roles, consumers, running, route_revision, started_at, seen_at)"
                + " values ('other', '{}', '{}', '{}', '0', now(), now() + interval '1 minute')");
        system.update("insert into route_switches (route_id, wanted, author, reason, since)"
                + " values ('search-index', 'stopped', 'tester', 'of old', now() - interval '2 hours')");
        admin().execute("update route_revisions set applied_at = now() - interval '1 minute'");

        assertThat(levels("check_routes.sql").values()).containsExactlyInAnyOrder("P2", "P3");

        system.update("delete from nodes where name = 'other'");
        system.update("delete from route_switches");
    }

    @Test
    void chunksWithoutVectorsAreP3ForTheirOrgAndTheRestStaysOk() throws IOException {
        system.update("update document_chunks set embedding = null where document_id = ?::uuid", id);

        assertThat(levels("check_embedding_status.sql")).containsEntry("org " + org, "P3");
        system.update("update documents set status = 'processing' where id = ?::uuid", id); // on its way to vectors
        assertThat(levels("check_embedding_status.sql")).doesNotContainKey("org " + org);
        restore();
    }

    @Test
    void everyKindOfStillnessIsSeen() throws IOException {
        system.update(
                "update documents set status = 'processing', updated_at = now() - interval '1 hour' where id = ?::uuid",
                id);
        assertThat(levels("check_stuck_documents.sql"))
                .containsEntry("documents on their way without an open job", "P3");

        system.update(
                "update jobs set state = 'active', stage_started_at = now() - interval '11 minutes',"
                        + " lease_until = now() - interval '2 minutes' where document_id = ?::uuid",
                id);
        assertThat(levels("check_stuck_documents.sql"))
                .containsEntry("jobs active for more than 10 minutes", "P3")
                .containsEntry("jobs whose lease ended more than 1 minute ago", "P3")
                .containsEntry("documents on their way without an open job", "OK");

        system.update(
                "update jobs set state = 'waiting', version = 7, admitted_at = null,"
                        + " next_attempt_at = now() - interval '1 hour', queued_at = queued_at where document_id = ?::uuid",
                id);
        system.update("update jobs set admitted_at = now() - interval '1 hour' where document_id = ?::uuid", id);
        assertThat(levels("check_stuck_documents.sql"))
                .containsEntry("jobs waiting for more than 10 minutes without a wake-up", "P3")
                .containsEntry("documents processing whose open job is of another version", "P3");
        restore();
    }

    @Test
    void anomaliesOfHistoriesAreSeen() throws IOException {
        system.update("""
                update job_stages set ended_at = started_at - interval '1 second', queued_at = started_at + interval '9 seconds'
                where stage = 'chunk' and job_id = (select id from jobs where document_id = ?::uuid)""", id);
        system.update(
                "delete from job_stages where stage = 'embed' and job_id = (select id from jobs where document_id = ?::uuid)",
                id);
        system.update(
                "insert into index_changes values (?, 999, ?::uuid, 1, 'upsert', now() - interval '1 day')", org, id);

        assertThat(levels("check_timeline.sql"))
                .containsEntry("steps that end before they start", "P3")
                .containsEntry("steps that start before they were queued", "P3")
                .containsEntry("completed jobs that skipped a stage", "P3")
                .containsEntry("index changes beyond their org's position", "P3")
                .containsEntry("index changes older than the one before by more than 1 minute", "P3")
                .containsEntry("steps in the future", "OK");
        system.update("delete from index_changes where org_id = ?", org);
        restore();
    }

    @Test
    void aDeletionThatNobodyLoggedIsSeen() throws IOException {
        String logged = api.ready("gone.txt", "Words that go in order, of " + org);
        api.delete("/api/documents/" + logged);
        assertThat(levels("VERIFY_DELETE_LOGGING.sql").values()).containsOnly("OK");

        admin().update("delete from activity_log where subject = ?", logged);

        assertThat(levels("VERIFY_DELETE_LOGGING.sql"))
                .containsEntry("org " + org, "P2")
                .containsEntry("deletions of all orgs that nobody logged", "P2");
        system.update("delete from index_changes where document_id = ?::uuid", logged);
    }

    @Test
    void openReportsOfTheSweepAreSeen() throws IOException {
        system.queryForObject(
                "select note_finding('SERAI-RECON-006', ?, ?, 'reported', 'no object')", Integer.class, org, id);

        assertThat(check("check_reconcile.sql"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("level")).isEqualTo("P3"));
        system.update("update reconcile_findings set resolved_at = now()");
    }

    @Test
    void theReaderSeesNoNamesAndNoContentsAndChangesNothing() {
        for (String refused : List.of(
                "select file_name from documents",
                "select text from document_chunks",
                "select text from document_texts",
                "select payload from dead_letter_jobs",
                "select secret_hash from service_keys",
                "select email from members",
                "select member_id from checkin_sessions",
                "delete from documents",
                "update jobs set state = 'held'")) {
            assertThatThrownBy(() -> reader.execute(refused)).as(refused).hasStackTraceContaining("permission denied");
        }
    }

    /** All rows that this test spoiled are gone with their document. */
    private void restore() {
        system.update("delete from documents where id = ?::uuid", id);
    }

    private static JdbcTemplate admin() {
        return new JdbcTemplate(new DriverManagerDataSource(
                hub.setting("serai.database.admin.url"),
                hub.setting("serai.database.admin.username"),
                hub.setting("serai.database.admin.password")));
    }

    private static List<Map<String, Object>> check(String file) throws IOException {
        return reader.queryForList(Files.readString(FOLDER.resolve(file)));
    }

    private static Map<String, Object> levels(String file) throws IOException {
        Map<String, Object> levels = new java.util.HashMap<>();
        check(file).forEach(row -> levels.put((String) row.get("what"), row.get("level")));
        return levels;
    }
}
