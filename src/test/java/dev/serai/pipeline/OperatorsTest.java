package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.PessimisticLockingFailureException;

/** What operators see and do, and when new work is refused. */
@ExtendWith(OutputCaptureExtension.class)
class OperatorsTest {
    private static final int MOST_OF_ORG = 4;
    private static final int MOST = 8;
    private static final String PIPELINE = "/api/admin/pipeline";

    private static TestHub hub;

    private final String org = "operated-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);
    private final Api operator = hub.as(null, Role.OPERATOR);
    private final Api viewer = hub.as(null, Role.VIEWER);
    private int uploads;

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.ofEntries(
                Map.entry("SERAI_NODE", "node-one"),
                Map.entry("serai.pipeline.expiry-delay", "300"),
                Map.entry("serai.pipeline.lost-seconds", "1"),
                Map.entry("serai.pipeline.stuck-delay", "300"),
                Map.entry("serai.pipeline.control-delay", "200"),
                Map.entry("serai.pipeline.figures-delay", "200"),
                Map.entry("serai.pipeline.counts-delay", "200"),
                Map.entry("serai.intake.max-waiting-per-org", Integer.toString(MOST_OF_ORG)),
                Map.entry("serai.intake.max-waiting", Integer.toString(MOST))));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void goOn() {
        for (String target : hub.system().queryForList("select target from pauses", String.class)) {
            operate("resume", "{\"nodeKey\":\"%s\"}".formatted(target));
        }
        // The relay locks jobs in an order of its own and is stopped by no pause.
        Awaitility.await()
                .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
                .until(() -> {
                    hub.system().update("delete from documents where org_id like 'operated-%'");
                    return true;
                });
        await("select count(*) from outbox", 0);
        Awaitility.await().until(() -> health().path("status").asText(), "healthy"::equals);
    }

    @Test
    void aPausedStageStandsAndItsWorkWaitsUntilItIsResumed() {
        operate("pause", "{\"nodeKey\":\"documents-chunk\"}");
        awaitRunning(false);
        String id = upload();
        awaitStage(id, "chunk");

        JsonNode item = item("?org=" + org);
        assertThat(item.path("state").asText()).isEqualTo("waiting");
        assertThat(item.path("waitsFor").asText()).isEqualTo("documents-chunk");
        assertThat(health().path("status").asText()).isEqualTo("degraded");
        assertThat(health().path("reasons").toString()).contains("documents-chunk");
        assertNothingIsCalledLost(id);

        operate("resume", "{\"nodeKey\":\"documents-chunk\"}");

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        awaitRunning(true);
    }

    @Test
    void aPausedNodeLeavesItsWorkInKafkaAndTakesItWhenResumed() {
        operate("pause", "{\"nodeKey\":\"node-one\"}");
        awaitRunning(false);
        String id = upload();
        await("select count(*) from jobs where admitted_at is not null and document_id = '" + id + "'", 1);
        assertThat(health().path("status").asText()).isEqualTo("paused");
        assertNothingIsCalledLost(id);

        operate("resume", "{\"nodeKey\":\"node-one\"}");

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
    }

    @Test
    void allStandsByOneOperation() {
        operate("pause", "{}");
        String id = upload();
        assertThat(health().path("status").asText()).isEqualTo("paused");
        assertThat(viewer.get("/api/queue")
                        .json()
                        .path("stages")
                        .path("store")
                        .path("waiting")
                        .asInt())
                .isEqualTo(1);

        operate("resume", "{}");

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
    }

    @ParameterizedTest
    @CsvSource({
        "pause, {\"nodeKey\":\"nowhere\"}, 404, SERAI-PIPE-003, node-one",
        "explode, {}, 400, SERAI-PIPE-002, expire-leases",
        "hold, {}, 400, SERAI-HTTP-001, exactly one of",
        "release, {\"jobIds\":[7]}, 400, SERAI-HTTP-001, must be a job id",
        "hold, {\"filter\":{\"colour\":\"red\"}}, 400, SERAI-HTTP-001, colour",
        "pause, {\"node\":\"x\"}, 400, SERAI-HTTP-001, nodeKey"
    })
    void aMistakeIsExplained(String operation, String args, int status, String code, String words) {
        Api.Reply reply = operator.post(PIPELINE, "{\"operation\":\"%s\",\"args\":%s}".formatted(operation, args));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.text()).contains(words);
    }

    @Test
    void aHeldJobWaitsForItsRelease() {
        operate("pause", "{\"nodeKey\":\"documents-store\"}");
        String id = upload();
        String job = job(id);
        String one = "{\"jobId\":\"%s\"}".formatted(job);
        assertThat(operate("hold", one).path("changed").asInt()).isEqualTo(1);
        assertThat(operate("hold", one).path("skipped").toString()).contains("it is held; release it");
        operate("resume", "{\"nodeKey\":\"documents-store\"}");
        assertThat(item("?state=held&org=" + org).path("jobId").asText()).isEqualTo(job);

        String filter = "{\"filter\":{\"orgId\":\"%s\"},\"priority\":7}".formatted(org);
        assertThat(operate("reprioritise", filter).path("changed").asInt()).isEqualTo(1);
        assertThat(operate("release", one).path("jobIds").get(0).asText()).isEqualTo(job);

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        assertThat(count("select priority from jobs where id = '" + job + "'")).isEqualTo(7);
    }

    @Test
    void aDeadLetteredJobIsRetriedAtItsStageOnce() {
        operate("pause", "{\"nodeKey\":\"documents-chunk\"}");
        String id = upload();
        awaitStage(id, "chunk");
        String job = job(id);
        kill(job);
        assertThat(api.get("/api/documents/" + id).json().path("status").asText())
                .isEqualTo("failed");

        Api.Reply first = operator.post(PIPELINE + "/retry", "{\"jobIds\":[\"%s\"]}".formatted(job));
        JsonNode again = operator.post(PIPELINE + "/retry", "{\"jobIds\":[\"%s\"]}".formatted(job))
                .json();

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.json().path("retried").asInt()).isEqualTo(1);
        assertThat(again.path("retried").asInt()).isZero();
        assertThat(again.path("skipped").get(0).path("id").asText()).isEqualTo(job);
        assertThat(again.path("skipped").get(0).path("why").asText()).contains("waiting at chunk");
        operate("resume", "{\"nodeKey\":\"documents-chunk\"}");
        JsonNode end = api.settled(id);
        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("stages").findValuesAsText("stage"))
                .containsExactly("store", "chunk", "chunk", "embed", "index");
        assertThat(end.path("stages").findValuesAsText("outcome"))
                .containsExactly("done", "dead-lettered", "done", "done", "done");
        assertThat(hub.system()
                        .queryForMap("select outcome, replay_count from dead_letter_jobs where job_id = ?::uuid", job))
                .containsEntry("outcome", "healed")
                .containsEntry("replay_count", 1);
    }

    @Test
    void whatCannotBeRetriedIsListedWithTheReason() {
        String id = upload();
        api.settled(id);
        String done = job(id);
        String unknown = UUID.randomUUID().toString();

        Api.Reply alone = operator.post(PIPELINE + "/retry", "{\"jobId\":\"%s\"}".formatted(unknown));
        JsonNode together = operator.post(PIPELINE + "/retry", "{\"jobIds\":[\"%s\",\"%s\"]}".formatted(unknown, done))
                .json();
        JsonNode none = operator.post(PIPELINE + "/retry", "{\"filter\":{\"orgId\":\"%s\"}}".formatted(org))
                .json();

        assertThat(alone.status()).isEqualTo(404);
        assertThat(alone.json().path("code").asText()).isEqualTo("SERAI-PIPE-001");
        assertThat(together.path("retried").asInt()).isZero();
        assertThat(together.path("skipped").findValuesAsText("why"))
                .containsExactly(
                        "there is no such job",
                        "it is completed; reprocess the document instead; retry takes jobs that are dead-lettered or failed");
        assertThat(none.path("retried").asInt()).isZero();
        assertThat(none.path("skipped")).isEmpty();
    }

    @Test
    void aRetryDoesNotBringBackAnOlderVersion() {
        operate("pause", "{\"nodeKey\":\"documents-chunk\"}");
        String id = upload();
        awaitStage(id, "chunk");
        String old = job(id);
        kill(old);
        assertThat(api.call("POST", "/api/documents/" + id + "/reprocess", null, "")
                        .status())
                .isEqualTo(202);

        JsonNode answer = operator.post(PIPELINE + "/retry", "{\"jobIds\":[\"%s\"]}".formatted(old))
                .json();

        assertThat(answer.path("retried").asInt()).isZero();
        assertThat(answer.path("skipped").get(0).path("why").asText()).contains("is open on the same document");
    }

    @Test
    void aStuckJobIsShownCountedAndLoggedOnceAndTakenAwayOnlyByAnOperator(CapturedOutput output) {
        operate("pause", "{\"nodeKey\":\"documents-store\"}");
        String id = upload();
        String job = job(id);
        hub.system()
                .update(
                        "update jobs set state = 'active', attempt = 1, stage_attempt = 1, worker = 'slow', admitted_at = null,"
                                + " stage_started_at = clock_timestamp() - interval '11 minutes',"
                                + " lease_until = clock_timestamp() + interval '1 hour' where id = ?::uuid",
                        job);

        await("select count(stuck_at) from jobs where id = '" + job + "'", 1);
        Awaitility.await().until(() -> viewer.get("/metrics").text(), text -> text.contains("serai_jobs_stuck 1.0"));
        JsonNode item = item("?state=stuck&org=" + org);
        assertThat(item.path("stuck").asBoolean()).isTrue();
        assertThat(item.path("worker").asText()).isEqualTo("slow");
        assertThat(item.path("activeMs").asLong()).isGreaterThan(600_000);
        assertThat(health().path("stuck").asInt()).isEqualTo(1);
        assertThat(item("?state=active&org=" + org).path("claims").asInt()).isEqualTo(1);

        operate("expire-leases", "{\"filter\":{\"worker\":\"slow\"}}");
        operate("resume", "{\"nodeKey\":\"documents-store\"}");

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        // Hubs that start at the same time may give the log a second way to the same output.
        assertThat(output.getAll()
                        .lines()
                        .filter(line -> line.contains("SERAI-JOB-004"))
                        .distinct())
                .singleElement()
                .asString()
                .contains(job);
    }

    @Test
    void anOrgsShareOfTheQueueIsBoundedAndOthersAreServed() {
        operate("pause", "{}");
        for (int i = 0; i < MOST_OF_ORG; i++) {
            upload();
        }
        Api.Reply refused = awaitRefusal(429);
        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-PIPE-007");
        assertThat(refused.header("retry-after")).isEqualTo("10");
        Api neighbour = hub.as("operated-neighbour-" + UUID.randomUUID(), Role.MEMBER);
        assertThat(neighbour.upload("n.txt", bytes("A neighbour.")).status()).isEqualTo(202);
        assertThat(api.get("/api/documents").status()).isEqualTo(200);

        operate("resume", "{}");

        Awaitility.await()
                .until(() -> api.upload("z.txt", bytes("After the flood.")).status(), s -> s == 202);
    }

    @Test
    void anOrgWhoseWorkDoesNotMoveIsToldToWait() {
        operate("pause", "{}");
        upload();
        hub.system()
                .update(
                        "update jobs set queued_at = queued_at - interval '2 hours' where org_id = ? and state = 'waiting'",
                        org);

        Api.Reply refused = awaitRefusal(503);

        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-PIPE-006");
    }

    @Test
    void theHubsQueueIsBounded() {
        operate("pause", "{}");
        for (int i = 0; i < MOST; i++) {
            Api each = hub.as("operated-" + UUID.randomUUID(), Role.MEMBER);
            assertThat(each.upload("e.txt", bytes("One each.")).status()).isEqualTo(202);
        }

        Api.Reply refused = awaitRefusal(503);

        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-PIPE-005");
        assertThat(refused.header("retry-after")).isEqualTo("10");
        assertThat(operator.get(PIPELINE).status()).isEqualTo(200);
    }

    /** Bad day 42. */
    @Test
    void day42_aDiskThatIsNearlyFullRefusesNewWorkOnly() {
        Intake intake = hub.hub().context().getBean(Intake.class);
        DiskUsage real = hub.hub().context().getBean(DiskUsage.class);
        String id = upload();
        api.settled(id);
        intake.measureDiskBy(() -> 0.91);
        try {
            Api.Reply upload = api.upload("x.txt", bytes("No room."));
            Api.Reply again = api.call("POST", "/api/documents/" + id + "/reprocess", null, "");
            for (Api.Reply refused : List.of(upload, again)) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-PIPE-004");
                assertThat(refused.json().path("detail").asText()).contains("91 %", "90 %");
                assertThat(refused.header("retry-after")).isEqualTo("10");
            }
            assertThat(api.get("/api/documents/" + id).status()).isEqualTo(200);
            assertThat(api.search("{\"query\":\"upload\"}")).isNotNull();
            assertThat(health().path("status").asText()).isEqualTo("degraded");
        } finally {
            intake.measureDiskBy(real);
        }
        assertThat(api.upload("x.txt", bytes("Room again.")).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/queue",
        "GET, /api/admin/pipeline",
        "GET, /api/admin/pipeline/health",
        "POST, /api/admin/pipeline",
        "POST, /api/admin/pipeline/retry"
    })
    void noCustomersTokenReachesThePipeline(String method, String path) {
        for (Role customer : List.of(Role.MEMBER, Role.ORG_ADMIN)) {
            Api.Reply reply = hub.as(org, customer).call(method, path, null, "");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-011");
        }
        int viewers = viewer.call(method, path, null, "").status();
        assertThat(viewers).isEqualTo(method.equals("GET") ? 200 : 403);
    }

    @Test
    void anIdlePipelineIsHealthyAndSaysWhoWorks() {
        upload();
        api.settled(hub.system().queryForObject("select id::text from documents where org_id = ?", String.class, org));
        JsonNode health = health();
        assertThat(health.path("cloudStatus").asText()).isEqualTo("ready");
        assertThat(health.path("queueDepth").asInt()).isZero();

        JsonNode snapshot =
                viewer.get(PIPELINE + "?state=completed&limit=1&org=" + org).json();
        assertThat(snapshot.path("counts").path("completed").asInt()).isEqualTo(1);
        assertThat(snapshot.path("workers").get(0).path("node").asText()).isEqualTo("node-one");
        assertThat(snapshot.path("workers").get(0).path("alive").asBoolean()).isTrue();
        assertThat(snapshot.path("workers")
                        .get(0)
                        .path("consumers")
                        .path("chunk")
                        .asInt())
                .isEqualTo(2);
        assertThat(snapshot.path("items").get(0).path("progress").asDouble()).isEqualTo(1.0);
        assertThat(snapshot.path("items").get(0).path("routeRevision").asText()).matches("[1-9][0-9]*");
    }

    @Test
    void jobsAreListedInPages() {
        operate("pause", "{}");
        List<String> ids = List.of(upload(), upload(), upload());

        JsonNode first = viewer.get(PIPELINE + "?limit=2&org=" + org).json();
        JsonNode second = viewer.get(PIPELINE + "?limit=2&org=" + org + "&after="
                        + first.path("next").asText())
                .json();

        assertThat(first.path("items").findValuesAsText("documentId")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.path("items").findValuesAsText("documentId")).containsExactly(ids.get(0));
        assertThat(second.path("next").isNull()).isTrue();
    }

    private String upload() {
        Api.Reply reply = api.upload("a.txt", bytes("Upload %d of %s.".formatted(uploads++, org)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private Api.Reply awaitRefusal(int status) {
        return Awaitility.await()
                .until(
                        () -> api.upload(
                                "a.txt", "".getBytes(StandardCharsets.UTF_8)), // an empty file is refused later
                        reply -> reply.status() == status);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode operate(String operation, String args) {
        Api.Reply reply = operator.post(PIPELINE, "{\"operation\":\"%s\",\"args\":%s}".formatted(operation, args));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json();
    }

    private JsonNode health() {
        return viewer.get(PIPELINE + "/health").json();
    }

    private JsonNode item(String query) {
        Api.Reply reply = viewer.get(PIPELINE + query);
        assertThat(reply.json().path("items")).as(reply.text()).hasSize(1);
        return reply.json().path("items").get(0);
    }

    private void awaitRunning(boolean running) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> viewer.get(PIPELINE)
                                .json()
                                .path("workers")
                                .get(0)
                                .path("running")
                                .toString(),
                        stages -> stages.contains("documents-chunk") == running);
    }

    private static void assertNothingIsCalledLost(String documentId) {
        String queued = "select queued_at::text from jobs where document_id = ?::uuid";
        String before = hub.system().queryForObject(queued, String.class, documentId);
        Sql.update(hub.system(), "lease-expire", Map.of("lostSeconds", 0));
        assertThat(hub.system().queryForObject(queued, String.class, documentId))
                .isEqualTo(before);
    }

    /** As if the attempts of the job were exhausted. */
    private static void kill(String job) {
        hub.system().update("delete from outbox where job_id = ?::uuid", job);
        hub.system().update("update jobs set state = 'active', attempt = 3, stage_attempt = 5 where id = ?::uuid", job);
        Map<String, Object> values = new java.util.HashMap<>(Map.of("jobId", job, "attempt", 3, "payload", "{}"));
        for (String text : List.of(
                "errorCode",
                "errorMessage",
                "errorHelp",
                "failedRoute",
                "failedStep",
                "errorClass",
                "exceptionClass",
                "causeChain",
                "stack")) {
            values.put(text, "test");
        }
        values.put("fingerprint", "test");
        values.put("causeClass", "our_defect");
        values.put("dependency", null);
        values.put("safeHeaders", "{}");
        assertThat(Sql.update(hub.system(), "job-dead-letter", values)).isEqualTo(1);
    }

    private static String job(String documentId) {
        return String.valueOf(hub.system()
                .queryForObject(
                        "select id::text from jobs where document_id = ?::uuid order by created_at desc limit 1",
                        String.class,
                        documentId));
    }

    private static void awaitStage(String documentId, String stage) {
        await("select count(*) from jobs where stage = '%s' and document_id = '%s'".formatted(stage, documentId), 1);
    }

    private static void await(String sql, long wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(sql), found -> found == wanted);
    }

    private static long count(String sql) {
        return java.util.Objects.requireNonNull(hub.system().queryForObject(sql, Long.class));
    }
}
