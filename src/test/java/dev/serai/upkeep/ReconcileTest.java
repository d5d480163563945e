package dev.serai.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.documents.OrphanSweep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Each store broken by hand, each breach healed or reported; and what is in flight left alone. */
class ReconcileTest {
    private static final String AGED = "now() - interval '1 hour'";

    private final TestHub hub = TestHub.shared();
    private final String org = "reconcile-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);
    private final Api operator = hub.as(null, Role.OPERATOR);
    private final JdbcTemplate system = hub.system();
    private final S3Client s3 = hub.hub().context().getBean(S3Client.class);

    @Test
    void whatIsDerivedIsHealedAndWhatIsNotIsReported() throws Exception {
        // It wakes such jobs too, and sooner.
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        camel.getRouteController().suspendRoute("pipeline-expiry");
        try {
            breakAndMend();
        } finally {
            camel.getRouteController().resumeRoute("pipeline-expiry");
        }
    }

    private void breakAndMend() {
        String stranded = ready("stranded");
        String asleep = ready("asleep");
        String bare = ready("bare");
        String unknown = ready("unknown");
        String ghost = ready("ghost");
        String leftover = ready("leftover");
        String missing = ready("missing");
        String changed = ready("changed");
        String sound = ready("sound");
        strand(stranded);
        putToSleep(asleep);
        system.update("update document_chunks set embedding = null where document_id = ?::uuid", bare);
        system.update("delete from index_changes where document_id = ?::uuid", unknown);
        system.update("delete from documents where id = ?::uuid", ghost);
        addOldVersion(leftover);
        s3.deleteObject(r -> r.bucket("serai").key(key(missing)));
        s3.putObject(r -> r.bucket("serai").key(key(changed)), RequestBody.fromString("other"));
        age();

        JsonNode report = run();

        assertThat(report.path("run").path("steps").toString()).doesNotContain("\"error\": \"");
        assertFinding("SERAI-RECON-001", job(asleep), "healed");
        assertFinding("SERAI-RECON-002", stranded, "healed");
        assertFinding("SERAI-RECON-003", bare, "healed");
        assertFinding("SERAI-RECON-004", unknown, "healed");
        assertFinding("SERAI-RECON-004", ghost, "healed");
        assertFinding("SERAI-RECON-005", leftover, "healed");
        assertFinding("SERAI-RECON-006", missing, "reported");
        assertFinding("SERAI-RECON-007", changed, "reported");
        assertThat(system.queryForList(
                        "select code from reconcile_findings where subject like ?", String.class, "%" + sound + "%"))
                .isEmpty();
        for (String id : List.of(stranded, asleep, bare)) {
            assertThat(api.settled(id).path("status").asText()).as(id).isEqualTo("ready");
        }
        assertThat(count("document_chunks", bare, "embedding is null")).isZero();
        assertThat(count("document_chunks", leftover, "version < 2")).isZero();
        assertThat(count("document_chunks", leftover, "version = 2")).isPositive();
        assertThat(count("documents", missing, "status = 'ready'", "id")).isOne();
        assertThat(found("ghost")).doesNotContain(ghost);

        // A second run heals nothing again and closes what is gone.
        bringBack(missing, "missing");
        bringBack(changed, "changed");
        age();
        run();
        assertThat(system.queryForList(
                        "select code from reconcile_findings where org_id = ? and resolved_at is null",
                        String.class,
                        org))
                .isEmpty();
        assertThat(api.settled(missing).path("status").asText()).isEqualTo("ready");
    }

    @Test
    void whatIsInFlightIsLeftAlone() {
        String id = ready("young");
        system.update("update documents set status = 'processing', updated_at = now() where id = ?::uuid", id);
        s3.putObject(r -> r.bucket("serai").key("orgs/" + org + "/documents/young"), RequestBody.fromString("x"));

        run();

        assertThat(system.queryForList("select code from reconcile_findings where org_id = ?", String.class, org))
                .isEmpty();
        assertThat(s3.headObject(r -> r.bucket("serai").key("orgs/" + org + "/documents/young"))
                        .contentLength())
                .isOne();
        system.update("update documents set status = 'ready' where id = ?::uuid", id);
    }

    @Test
    void anObjectThatNoDocumentRefersToGoesWhenItIsOldEnough() {
        String id = ready("kept");
        String orphan = "orgs/" + org + "/documents/" + UUID.randomUUID();
        s3.putObject(r -> r.bucket("serai").key(orphan), RequestBody.fromString("left behind"));
        NamedParameterJdbcTemplate jdbc = new NamedParameterJdbcTemplate(system);
        OrphanSweep sweep = hub.hub().context().getBean(OrphanSweep.class);
        ReconcileSettings now = new ReconcileSettings(2, Duration.ZERO, Duration.ofSeconds(-5), 1);
        OrphansStep step = new OrphansStep(sweep, new Findings(jdbc), now, Clock.systemUTC());

        String cursor = null;
        do {
            cursor = step.page(cursor).next();
        } while (cursor != null);

        assertFinding("SERAI-RECON-008", orphan, "healed");
        assertThat(api.get("/api/documents/" + id + "/content").status()).isEqualTo(200);
    }

    @Test
    void theIndexOfThisNodeIsMendedDocumentByDocument() {
        String id = ready("indexed");
        Awaitility.await().until(() -> found("indexed").contains(id));
        // A chunk that the index has is taken from Postgres, and one that Postgres knows nothing of stays in the index.
        String ghost = ready("phantom");
        Awaitility.await().until(() -> found("phantom").contains(ghost));
        system.update(
                "insert into document_chunks select document_id, version, 1, org_id, 'A second chunk about camels.',"
                        + " context, page, 0, 5, headings, tokens, embedding, embedding_model"
                        + " from document_chunks where document_id = ?::uuid",
                id);
        system.update("delete from documents where id = ?::uuid", ghost);
        system.update("delete from index_changes where document_id = ?::uuid", ghost);

        hub.hub().context().getBean(Reconcile.class).checkIndex();

        String node = hub.setting("serai.node");
        assertFinding("SERAI-RECON-009", node + ":" + id, "healed");
        assertFinding("SERAI-RECON-009", node + ":" + ghost, "healed");
        assertThat(api.search("{\"query\":\"camels\",\"mode\":\"keyword\"}").findValuesAsText("documentId"))
                .containsOnly(id);
    }

    @Test
    void aRunGoesOnBehindThePageWhereItsNodeFellSilentAndTheOldNodeIsRefused() throws Exception {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        camel.getRouteController().suspendRoute("upkeep-reconcile-work");
        try {
            String run = operator.post("/api/admin/reconcile", "")
                    .json()
                    .path("runId")
                    .asText();
            Exchange stale = new DefaultExchange(camel);
            stale.getMessage().setBody(List.of(Map.of("id", run, "claim", 1)));
            system.update(
                    "update reconcile_runs set state = 'running', claim = 2, step = 'index', cursor = 'extra:',"
                            + " started_at = now(), lease_until = now() - interval '1 second' where id = ?::uuid",
                    run);

            hub.hub().context().getBean(Reconcile.class).work(stale);
            assertThat(system.queryForObject(
                            "select state || claim || step from reconcile_runs where id = ?::uuid", String.class, run))
                    .isEqualTo("running2index");
        } finally {
            camel.getRouteController().resumeRoute("upkeep-reconcile-work");
        }
        JsonNode report = ended();
        assertThat(report.path("run").path("steps").has("index")).isTrue();
        assertThat(report.path("run").path("steps").has("kafka")).isTrue();
        assertThat(report.path("run").path("steps").has("wake-ups"))
                .as("done before")
                .isFalse();
    }

    @Test
    void onlyOneRunIsOpenAndOnlyOperatorsAskForIt() throws Exception {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        camel.getRouteController().suspendRoute("upkeep-reconcile-work");
        try {
            Api.Reply first = operator.post("/api/admin/reconcile", "");
            Api.Reply second = operator.post("/api/admin/reconcile", "");
            assertThat(first.status()).as(first.text()).isEqualTo(202);
            assertThat(second.json().path("runId")).isEqualTo(first.json().path("runId"));
        } finally {
            camel.getRouteController().resumeRoute("upkeep-reconcile-work");
        }
        ended();
        assertThat(hub.as(null, Role.VIEWER).post("/api/admin/reconcile", "").status())
                .isEqualTo(403);
        assertThat(hub.as(null, Role.VIEWER).get("/api/admin/reconcile").status())
                .isEqualTo(200);
        assertThat(api.post("/api/admin/reconcile", "").status()).isEqualTo(403);
        assertThat(api.get("/api/admin/reconcile").status()).isEqualTo(403);
    }

    @Test
    void whatKafkaLacksIsReportedAndNothingIsChanged() throws Exception {
        NamedParameterJdbcTemplate jdbc = new NamedParameterJdbcTemplate(system);
        ReconcileSettings strict = new ReconcileSettings(10, Duration.ofMinutes(1), Duration.ofHours(1), -1);
        KafkaStep step =
                new KafkaStep(hub.setting("serai.kafka.brokers"), jdbc, new Findings(jdbc), strict, Clock.systemUTC());
        system.update(
                "insert into dead_letter_jobs (cause_class, exception_class, org_id, job_id, document_id, version, stage, route_id, payload, headers,"
                        + " error_code, error_class, error_message, cause_chain, attempts, fingerprint, first_failed_at,"
                        + " failed_at) select 'our_defect', 'c', ?, gen_random_uuid(), gen_random_uuid(), 1, 'chunk', 'r', '{}', '{}', 'c',"
                        + " 'c', 'm', 'c', 1, 'f', now(), now() - interval '1 hour' from generate_series(1, 5000)",
                org);

        Step.Page page = step.page(null);

        assertThat(page.reported()).isEqualTo(5); // four groups beyond a lag of -1, and the letters
        assertFinding("SERAI-RECON-010", "serai-documents-store", "reported");
        assertFinding("SERAI-RECON-011", "serai.dead-letters", "reported");
        system.update("delete from dead_letter_jobs where org_id = ?", org);
        system.update(
                "update reconcile_findings set resolved_at = now() where code in ('SERAI-RECON-010', 'SERAI-RECON-011')");
    }

    @Test
    void aTopicThatIsGoneIsReported() throws Exception {
        NamedParameterJdbcTemplate jdbc = new NamedParameterJdbcTemplate(system);
        String brokers = hub.setting("serai.kafka.brokers");
        ReconcileSettings lenient =
                new ReconcileSettings(10, Duration.ofMinutes(1), Duration.ofHours(1), Integer.MAX_VALUE);
        KafkaStep step = new KafkaStep(brokers, jdbc, new Findings(jdbc), lenient, Clock.systemUTC());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.deleteTopics(List.of("serai.dead-letters")).all().get();
            try {
                Awaitility.await().until(() -> !admin.listTopics().names().get().contains("serai.dead-letters"));

                step.page(null);

                assertFinding("SERAI-RECON-012", "serai.dead-letters", "reported");
            } finally {
                admin.createTopics(List.of(new NewTopic("serai.dead-letters", 12, (short) 1)))
                        .all()
                        .get();
                system.update("update reconcile_findings set resolved_at = now() where code = 'SERAI-RECON-012'");
            }
        }
    }

    @Test
    void anOrgBelowTheThresholdGetsItsVectorsAgain() {
        String id = ready("covered");
        system.update("update document_chunks set embedding = null where document_id = ?::uuid", id);

        hub.hub()
                .context()
                .getBean(CamelContext.class)
                .createProducerTemplate()
                .requestBody("direct:upkeep-coverage-now", (Object) null);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> count("document_chunks", id, "version = 2 and embedding is not null") > 0);
        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        assertThat(api.get("/api/documents/" + id)
                        .json()
                        .path("job")
                        .path("kind")
                        .asText())
                .isEqualTo("regenerate");
    }

    private String ready(String word) {
        return api.ready(word + ".txt", content(word));
    }

    private String content(String word) {
        return "A text about something " + word + ", of " + org;
    }

    private List<String> found(String word) {
        return api.search("{\"query\":\"%s\",\"mode\":\"keyword\"}".formatted(word))
                .findValuesAsText("documentId");
    }

    private void strand(String id) {
        system.update("delete from jobs where document_id = ?::uuid", id);
        system.update("update documents set status = 'processing' where id = ?::uuid", id);
    }

    private void putToSleep(String id) {
        system.update("update documents set status = 'processing' where id = ?::uuid", id);
        system.update(
                "update jobs set state = 'waiting', stage = 'index', finished_at = null, next_attempt_at = " + AGED
                        + " where document_id = ?::uuid",
                id);
    }

    private void addOldVersion(String id) {
        system.update("update documents set version = 2 where id = ?::uuid", id);
        system.update(
                "insert into document_chunks select document_id, 2, ordinal, org_id, text, context, page,"
                        + " start_offset, end_offset, headings, tokens, embedding, embedding_model"
                        + " from document_chunks where document_id = ?::uuid",
                id);
        system.update("update index_changes set version = 2 where document_id = ?::uuid", id);
    }

    private void bringBack(String id, String word) {
        s3.putObject(r -> r.bucket("serai").key(key(id)), RequestBody.fromString(content(word)));
    }

    /** Everything of this org, as if it had been so for an hour. */
    private void age() {
        system.update("update documents set updated_at = " + AGED + " where org_id = ?", org);
        system.update("update index_changes set at = " + AGED + " where org_id = ?", org);
        system.update(
                "update jobs set admitted_at = " + AGED
                        + ", queued_at = queued_at where state = 'waiting' and org_id = ?",
                org);
    }

    private JsonNode run() {
        Api.Reply asked = operator.post("/api/admin/reconcile", "");
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        return ended();
    }

    private JsonNode ended() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> operator.get("/api/admin/reconcile").json(),
                        r -> r.path("run").path("state").asText().equals("done"));
    }

    private String key(String id) {
        return "orgs/%s/documents/%s".formatted(org, id);
    }

    private String job(String id) {
        return Objects.requireNonNull(
                system.queryForObject("select id::text from jobs where document_id = ?::uuid", String.class, id));
    }

    private long count(String table, String id, String which) {
        return count(table, id, which, "document_id");
    }

    private long count(String table, String id, String which, String column) {
        return Objects.requireNonNull(system.queryForObject(
                "select count(*) from %s where %s = ?::uuid and %s".formatted(table, column, which), Long.class, id));
    }

    private void assertFinding(String code, String subject, String outcome) {
        assertThat(system.queryForList(
                        "select outcome from reconcile_findings where code = ? and subject = ?",
                        String.class,
                        code,
                        subject))
                .as("%s of %s", code, subject)
                .containsExactly(outcome);
    }
}
