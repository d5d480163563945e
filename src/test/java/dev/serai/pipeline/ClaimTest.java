package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wake-ups may be late, doubled, lost or forged: the job row decides who works on what. */
@OwnServers
class ClaimTest {
    private static final String DEAD_WORKER = "a-worker-that-died";

    private static TestHub hub;
    private static KafkaProducer<String, byte[]> kafka;

    private final String org = "claim-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of("serai.pipeline.lost-seconds", "1", "serai.pipeline.expiry-delay", "300"));
        Properties settings = new Properties();
        settings.put("bootstrap.servers", hub.setting("serai.kafka.brokers"));
        kafka = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        kafka.close();
        hub.close();
    }

    @Test
    void aWakeUpDeliveredFiveTimesDoesItsWorkOnce() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", () -> {
            String document = upload("Words that are worked on once.");
            String wake = wakeUp(document);
            for (int i = 0; i < 5; i++) {
                send("serai.documents.store", "key-" + i, wake); // other keys: other partitions, other consumers
            }
            awaitStage(document, "chunk");
            return document;
        });

        JsonNode end = api.settled(id);

        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("stages").findValuesAsText("stage")).containsExactly("store", "chunk", "embed", "index");
        assertThat(end.path("stages").findValuesAsText("outcome")).containsOnly("done");
        assertOneSetOfChunks(id);
    }

    @Test
    void aWakeUpForAnotherStageDoesNotEndThatStage() throws Exception {
        Paused.during(hub, "pipeline-relay", () -> {
            String id = upload("Words that no index stage has seen.");
            send("serai.documents.index", "key", wakeUp(id)); // says stage store
            send("serai.documents.index", "key", wakeUp(id).replace("\"store\"", "\"index\""));
            send("serai.documents.chunk", "key", wakeUp(id).replace("\"store\"", "\"chunk\""));
            awaitConsumed("serai.documents.index", "serai.documents.chunk");
            assertThat(job(id))
                    .containsEntry("stage", "store")
                    .containsEntry("state", "waiting")
                    .containsEntry("attempt", 0);
            return id;
        });
    }

    @Test
    void aWakeUpWithAnotherOrgIsWorkedOnForTheJobsOwnOrg() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", () -> {
            String document = upload("Words of an org that nobody can take.");
            send("serai.documents.store", "key", wakeUp(document).replace(org, "another-org"));
            awaitStage(document, "chunk");
            return document;
        });

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
    }

    @Test
    void badDay35_anEnvelopeThatNamesNoJobIsDropped() {
        List<String> envelopes = List.of(
                "",
                "null",
                "[]",
                "{}",
                "\u0000\u0001garbage",
                "{\"v\":1,\"id\":null,\"stage\":\"store\"}",
                "{\"v\":1,\"id\":\"'; drop table jobs; --\",\"stage\":\"store\"}",
                "{\"v\":2,\"id\":\"00000000-0000-0000-0000-000000000000\",\"stage\":\"store\"}",
                "{\"v\":1,\"id\":\"00000000-0000-0000-0000-000000000000\",\"stage\":\"store\"}",
                "{\"v\":1,\"id\":\"00000000-0000-0000-0000-000000000000\",\"stage\":\"none\"}");

        List<String> neighbours = envelopes.stream()
                .map(envelope -> {
                    send("serai.documents.store", "key", envelope);
                    return upload("A neighbour of number " + envelopes.indexOf(envelope));
                })
                .toList();

        assertThat(neighbours)
                .allMatch(id -> api.settled(id).path("status").asText().equals("ready"));
        awaitConsumed("serai.documents.store");
        assertThat(hub.system().queryForObject("select count(*) from dead_letter_jobs", Integer.class))
                .isZero();
    }

    @Test
    void badDay37_anExpiredLeaseIsTakenOverAndTheOldWorkerIsRefused() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", () -> {
            String document = upload("Words that a dead worker left behind.");
            hub.system()
                    .update(
                            "update jobs set state = 'active', attempt = 1, stage_attempt = 1, worker = ?,"
                                    + " stage_started_at = clock_timestamp(),"
                                    + " lease_until = clock_timestamp() - interval '1 minute' where document_id = ?::uuid",
                            DEAD_WORKER,
                            document);
            return document;
        });

        JsonNode end = api.settled(id);

        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("stages").findValuesAsText("outcome"))
                .containsExactly("expired", "done", "done", "done", "done");
        assertThat(end.path("stages").get(0).path("code").asText()).isEqualTo("SERAI-JOB-003");
        assertThat(hub.system()
                        .queryForList(
                                "select worker from job_stages where job_id = ?::uuid order by id",
                                String.class,
                                end.path("job").path("jobId").asText()))
                .startsWith(DEAD_WORKER)
                .last()
                .isNotEqualTo(DEAD_WORKER);
        assertOneSetOfChunks(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"job-advance", "job-complete", "job-hold-claim", "job-retry", "job-dead-letter", "lease-renew"})
    void badDay37_aWorkerWithAnOlderAttemptChangesNothing(String statement) throws Exception {
        Paused.during(hub, "pipeline-relay", () -> {
            String id = upload("Words for " + statement);
            hub.system()
                    .update(
                            "update jobs set state = 'active', attempt = 7, stage_attempt = 1, worker = 'the-new-one',"
                                    + " lease_until = clock_timestamp() + interval '1 hour' where document_id = ?::uuid",
                            id);
            Map<String, Object> before = job(id);

            int rows = asZombie(statement, String.valueOf(before.get("id")), 6);

            assertThat(rows).isZero();
            assertThat(job(id)).isEqualTo(before);
            assertThat(DeadLetters.rows(hub, id)).isEmpty();
            assertThat(api.get("/api/documents/" + id).json().path("status").asText())
                    .isEqualTo("uploaded");
            return id;
        });
    }

    @Test
    void aJobWhoseWakeUpWasLostIsWokenAgain() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", () -> {
            String document = upload("Words that nobody was told of.");
            assertThat(hub.system()
                            .update(
                                    "delete from outbox where job_id = (select id from jobs where document_id = ?::uuid)",
                                    document))
                    .isPositive();
            return document;
        });

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        assertOneSetOfChunks(id);
    }

    private static int asZombie(String statement, String jobId, int attempt) {
        Map<String, Object> values = new java.util.HashMap<>();
        for (String text : List.of(
                "errorCode",
                "errorMessage",
                "errorHelp",
                "failedRoute",
                "failedStep",
                "errorClass",
                "causeChain",
                "fingerprint",
                "exceptionClass",
                "causeClass",
                "dependency",
                "stack")) {
            values.put(text, "zombie");
        }
        values.put("payload", "{}");
        values.put("safeHeaders", "{}");
        values.put("jobId", jobId);
        values.put("attempt", attempt);
        values.put("nextStage", "index");
        values.put("progress", 1);
        values.put("delaySeconds", 1);
        values.put("leaseSeconds", 60);
        return Sql.update(hub.system(), statement, values);
    }

    private String upload(String text) {
        Api.Reply reply = api.upload("a.txt", text.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private static String wakeUp(String documentId) {
        return Objects.requireNonNull(hub.system()
                .queryForObject(
                        "select payload::text from outbox where payload->>'documentId' = ?", String.class, documentId));
    }

    private static Map<String, Object> job(String documentId) {
        return hub.system().queryForMap("select * from jobs where document_id = ?::uuid", documentId);
    }

    private static void awaitStage(String documentId, String stage) {
        Awaitility.await().until(() -> job(documentId).get("stage"), stage::equals);
    }

    private static void send(String topic, String key, String value) {
        assertThat(kafka.send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8))))
                .succeedsWithin(Duration.ofSeconds(20));
    }

    /** Everything that these topics hold has been taken by the hub. */
    private static void awaitConsumed(String... topics) {
        for (String topic : topics) {
            Awaitility.await().until(() -> Backlog.of(hub, topic), left -> left == 0L);
        }
    }

    private static void assertOneSetOfChunks(String documentId) {
        assertThat(hub.system()
                        .queryForMap(
                                "select count(*) as chunks, count(distinct ordinal) as ordinals, count(embedding) as vectors"
                                        + " from document_chunks where document_id = ?::uuid",
                                documentId))
                .containsEntry("chunks", 1L)
                .containsEntry("ordinals", 1L)
                .containsEntry("vectors", 1L);
    }
}
