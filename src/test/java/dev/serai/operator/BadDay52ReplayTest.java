package dev.serai.operator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bad day 52: dead letters are replayed that healed already, that were replayed already, and ten thousand at once. A
 * replay has its effect once, a plan counts before anything happens, and a run keeps its rate.
 */
@OwnServers
class BadDay52ReplayTest {
    private static final int UNDER_WAY = 3;
    private static final String PLANS = "/api/dead-letters/replay-plans";

    private static WireMockServer service;
    private static TestHub hub;

    private final String org = "replay-" + UUID.randomUUID();
    private final Api owner = hub.as(org, Role.ORG_ADMIN);
    private final Api operator = hub.as(null, Role.OPERATOR);

    @BeforeAll
    static void start() {
        service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        service.start();
        hub = TestHub.own(Map.of(
                "SERAI_EMBEDDING_PROVIDER", "remote",
                "SERAI_EMBEDDING_URL", service.baseUrl(),
                "serai.pipeline.retry.attempts", "1",
                "serai.pipeline.quick-retry-delay", "1",
                "serai.replay.under-way", Integer.toString(UNDER_WAY),
                "serai.replay.tick", "100",
                "serai.replay.look", "50"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        service.stop();
    }

    @BeforeEach
    void breakDown() {
        service.resetAll();
        service.stubFor(post("/v1/embeddings").willReturn(aResponse().withStatus(500)));
    }

    @Test
    void aHealedMessageIsLeftAloneAndTheAnswerSaysSo() {
        String document = dead();
        String letter = letters().getFirst();
        mend();
        owner.call("POST", "/api/documents/" + document + "/reprocess", null, "");
        assertThat(owner.settled(document).path("status").asText()).isEqualTo("ready");
        String before = everything(document);

        JsonNode acted = replay(letter).json();
        JsonNode plan = plan("{\"deadLetterIds\":[\"%s\"]}".formatted(letter));
        JsonNode ended = ended(run(plan, 202));

        assertThat(acted.path("result").path("replayed").asBoolean(true)).isFalse();
        assertThat(acted.path("result").path("verdict").asText()).isEqualTo("healed");
        assertThat(plan.path("matches").asInt()).isOne();
        assertThat(plan.path("replayable").asInt()).isZero();
        assertThat(plan.path("alreadyHealed").asInt()).isOne();
        assertThat(plan.path("alreadyHealedWhy").get(0).path("examples").get(0).asText())
                .isEqualTo(letter);
        assertThat(ended.path("state").asText()).isEqualTo("done");
        assertThat(everything(document)).isEqualTo(before);
        assertThat(DeadRows.row(hub, letter)).containsEntry("outcome", "healed").containsEntry("replay_count", 0);
    }

    @Test
    void whatHealsBetweenPlanAndRunIsSkipped() {
        String document = dead();
        JsonNode plan = plan("{\"filter\":{\"org\":\"%s\"}}".formatted(org));
        assertThat(plan.path("replayable").asInt()).isOne();
        mend();
        owner.call("POST", "/api/documents/" + document + "/reprocess", null, "");
        owner.settled(document);
        String before = everything(document);

        JsonNode progress = ended(run(plan, 202)).path("progress");

        assertThat(progress.path("skipped").asInt()).isOne();
        assertThat(progress.path("skippedWhy").path("healed").asInt()).isOne();
        assertThat(everything(document)).isEqualTo(before);
    }

    @Test
    void aReplayHealsFromTheStageThatFailed() {
        String document = dead();
        String letter = letters().getFirst();
        assertThat(DeadRows.row(hub, letter))
                .containsEntry("step_id", "embedding-remote-call")
                .containsEntry("route_id", "documents-embed")
                .containsEntry("cause_class", "dependency_down")
                .containsEntry("dependency", "embedding");
        mend();

        Api.Reply reply = replay(letter);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("result").path("replayed").asBoolean()).isTrue();
        JsonNode end = settled(document);
        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("version").asInt()).isOne();
        assertThat(end.path("failure").isNull()).isTrue();
        assertThat(end.path("stages").findValuesAsText("stage"))
                .containsExactly("store", "chunk", "embed", "embed", "index");
        assertThat(DeadRows.row(hub, letter))
                .containsEntry("outcome", "healed")
                .containsEntry("replay_count", 1)
                .containsEntry("replayed_by", "tester");
    }

    @Test
    void aReplayFromTheStartGoesThroughEveryStage() {
        String document = dead();
        mend();

        JsonNode ended = ended(run(plan("{\"filter\":{\"org\":\"%s\"},\"from\":\"start\"}".formatted(org)), 202));

        assertThat(ended.path("progress").path("done").asInt()).isOne();
        assertThat(settled(document).path("stages").findValuesAsText("stage"))
                .containsExactly("store", "chunk", "embed", "store", "chunk", "embed", "index");
    }

    @Test
    void eightReplaysOfOneMessageAtOnceReplayItOnce() throws Exception {
        String document = dead();
        String letter = letters().getFirst();
        mend();

        List<JsonNode> answers = together(8, () -> replay(letter).json());

        assertThat(answers)
                .filteredOn(a -> a.path("result").path("replayed").asBoolean())
                .hasSize(1);
        assertThat(settled(document).path("status").asText()).isEqualTo("ready");
        assertThat(replay(letter).json().path("result").path("replayed").asBoolean())
                .isFalse();
        assertOnce(1);
    }

    @Test
    void overlappingPlansRunTwiceByManyNodesReplayEachMessageOnce() throws Exception {
        DeadRows.insert(hub.system(), org, 60, "00000000000000ca");
        JsonNode first = plan("{\"filter\":{\"org\":\"%s\"},\"ratePerMinute\":60000}".formatted(org));
        JsonNode second = plan("{\"filter\":{\"org\":\"%s\"},\"ratePerMinute\":60000}".formatted(org));

        List<Integer> started = together(
                6,
                () -> operator.call("POST", PLANS + "/" + first.path("planId").asText() + "/run", null, "")
                        .status());
        run(second, 202);
        tickUntilEnded(first, second);

        assertThat(started).containsOnlyOnce(202).contains(200);
        JsonNode one = read(first).path("progress");
        JsonNode two = read(second).path("progress");
        assertThat(one.path("done").asInt() + two.path("done").asInt()).isEqualTo(60);
        assertThat(one.path("skipped").asInt() + two.path("skipped").asInt()).isEqualTo(60);
        assertThat(operator.get("/api/operator/audit?subject="
                                + first.path("planId").asText())
                        .json()
                        .path("items"))
                .hasSize(1);
        run(first, 200);
        assertOnce(60);
    }

    @Test
    void tenThousandAreCountedFirstAndReplayedAtTheRate() {
        DeadRows.insert(hub.system(), org, 10_000, "00000000000000cb");

        JsonNode plan = plan("{\"filter\":{\"fingerprint\":\"00000000000000cb\"},\"ratePerMinute\":240}");
        assertThat(plan.path("matches").asInt()).isEqualTo(10_000);
        assertThat(plan.path("replayable").asInt()).isEqualTo(10_000);
        assertThat(plan.path("included").asInt()).isEqualTo(10_000);
        assertThat(plan.path("estimateSeconds").asInt()).isGreaterThanOrEqualTo(2_500);
        assertThat(count("outcome is not null")).as("a plan changes nothing").isZero();

        run(plan, 202);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> count("outcome = 'healed'") >= 12);
        JsonNode cancelled = operator.call(
                        "POST", PLANS + "/" + plan.path("planId").asText() + "/cancel", null, "")
                .json();

        assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
        assertRate(plan, 240);
        Awaitility.await()
                .until(() -> read(plan).path("progress").path("underWay").asInt() == 0);
        int replayed = Math.toIntExact(count("replay_count > 0"));
        JsonNode progress = read(plan).path("progress");
        assertThat(progress.path("done").asInt()).isEqualTo(replayed);
        assertThat(progress.path("left").asInt()).isEqualTo(10_000 - replayed);
        assertThat(count("outcome is null")).isEqualTo(10_000L - replayed);
        Api.Reply again =
                operator.call("POST", PLANS + "/" + plan.path("planId").asText() + "/run", null, "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isEqualTo("SERAI-DLQ-004");
        assertThat(plan("{\"filter\":{\"org\":\"%s\"}}".formatted(org))
                        .path("replayable")
                        .asInt())
                .isEqualTo(10_000 - replayed);
        assertOnce(replayed);
    }

    @Test
    void aRunStopsAfterTheFailuresItsPlanAllows() {
        for (int i = 0; i < 7; i++) {
            dead();
        }
        String print = (String) DeadRows.row(hub, letters().getFirst()).get("fingerprint");

        JsonNode plan =
                plan("{\"filter\":{\"org\":\"%s\"},\"stopAfterFailures\":2,\"ratePerMinute\":60000}".formatted(org));
        JsonNode ended = ended(run(plan, 202));
        Awaitility.await()
                .until(() -> read(plan).path("progress").path("underWay").asInt() == 0);

        assertThat(plan.path("persists").asBoolean()).isTrue();
        assertThat(plan.path("warnings").findValuesAsText("code")).contains("failed-again");
        assertThat(ended.path("state").asText()).isEqualTo("stopped");
        int failed = read(plan).path("progress").path("failed").asInt();
        assertThat(failed).isBetween(2, 2 + UNDER_WAY);
        assertThat(read(plan).path("progress").path("left").asInt()).isEqualTo(7 - failed);
        assertThat(count("outcome = 'failed-again'")).isEqualTo(failed);
        assertThat(count("outcome is null and previous_id is not null and replay_count = 1"))
                .isEqualTo(failed);
        JsonNode group = operator.get("/api/dead-letters/groups?org=%s&fingerprint=%s".formatted(org, print))
                .json()
                .path("items")
                .get(0);
        assertThat(group.path("count").asInt()).isEqualTo(7 + failed);
        assertThat(group.path("warnings").findValuesAsText("code")).contains("failed-after-replay");
    }

    @Test
    void afterACauseIsMendedNothingWarnsOfItAnyMore() {
        String document = dead();
        String letter = letters().getFirst();
        replay(letter);
        Awaitility.await().until(() -> letters().size() == 2);
        String newer = letters().getLast();
        assertThat(replay(letter).status()).as("a newer one stands for it").isEqualTo(409);
        assertThat(read(newer).path("warnings").findValuesAsText("code")).contains("failed-after-replay");
        mend();

        replay(newer);

        assertThat(settled(document).path("status").asText()).isEqualTo("ready");
        assertThat(read(newer).path("outcome").asText()).isEqualTo("healed");
        assertThat(read(newer).path("persists").asBoolean()).isFalse();
        assertThat(read(newer).path("replayCount").asInt()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReplayedIsCountedWithTheReason() {
        String unknown = UUID.randomUUID().toString();
        String document = dead();
        hub.system().update("delete from jobs where document_id = ?::uuid", document);

        JsonNode plan =
                plan("{\"deadLetterIds\":[\"%s\",\"%s\"]}".formatted(letters().getFirst(), unknown));

        assertThat(plan.path("notReplayable").asInt()).isOne();
        assertThat(plan.path("notReplayableWhy").get(0).path("verdict").asText())
                .isEqualTo("job-missing");
        assertThat(plan.path("unknownIds").get(0).asText()).isEqualTo(unknown);
        assertThat(replay(letters().getFirst()).json().path("code").asText()).isEqualTo("SERAI-DLQ-003");
    }

    @Test
    void aPlanWithoutSenseIsRefused() {
        for (String body : List.of(
                "{}",
                "{\"deadLetterIds\":[]}",
                "{\"filter\":{},\"deadLetterIds\":[\"" + UUID.randomUUID() + "\"]}",
                "{\"filter\":{\"since\":\"2026-02-30T00:00:00Z\"}}",
                "{\"filter\":{\"ids\":[\"x\"]}}",
                "{\"filter\":{},\"ratePerMinute\":0}",
                "{\"filter\":{},\"from\":\"middle\"}")) {
            assertThat(operator.post(PLANS, body).status()).as(body).isEqualTo(400);
        }
    }

    private static void mend() {
        String vector = String.join(",", java.util.Collections.nCopies(384, "1"));
        service.resetAll();
        service.stubFor(post("/v1/embeddings")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"data\":[{\"index\":0,\"embedding\":[%s]}]}".formatted(vector))));
    }

    private String dead() {
        Api.Reply reply = owner.upload("a.txt", ("Words " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("documentId").asText();
        assertThat(owner.settled(id).path("status").asText()).isEqualTo("failed");
        return id;
    }

    private JsonNode settled(String document) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> owner.get("/api/documents/" + document).json(),
                        d -> d.path("status").asText().equals("ready"));
    }

    private List<String> letters() {
        return DeadRows.ids(hub, org);
    }

    private Api.Reply replay(String letter) {
        return operator.post(
                "/api/operator/actions", "{\"type\":\"dlq_replay\",\"deadLetterId\":\"%s\"}".formatted(letter));
    }

    private JsonNode plan(String body) {
        Api.Reply reply = operator.post(PLANS, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json();
    }

    private JsonNode run(JsonNode plan, int status) {
        Api.Reply reply =
                operator.call("POST", PLANS + "/" + plan.path("planId").asText() + "/run", null, "");
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        return plan;
    }

    private JsonNode read(JsonNode plan) {
        return operator.get(PLANS + "/" + plan.path("planId").asText()).json();
    }

    private JsonNode read(String letter) {
        return operator.get("/api/dead-letters/" + letter).json();
    }

    private JsonNode ended(JsonNode plan) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> read(plan), p -> !p.path("state").asText().equals("running"));
    }

    /** As many nodes would: the batch route is run by several threads beside the hub's own scheduler. */
    private void tickUntilEnded(JsonNode... plans) throws Exception {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        together(4, () -> {
            while (Stream.of(plans).anyMatch(p -> read(p).path("state").asText().equals("running"))) {
                Exchange exchange = new DefaultExchange(camel);
                camel.getRoute("dead-letters-tick").getProcessor().process(exchange);
                assertThat(exchange.getException()).isNull();
            }
            return true;
        });
    }

    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(
                    IntStream.range(0, threads).mapToObj(i -> work).toList())) {
                results.add(result.get());
            }
            return results;
        }
    }

    private long count(String condition) {
        return DeadRows.count(hub, "select count(*) from dead_letter_jobs where org_id = ? and " + condition, org);
    }

    /** No more than the rate since the start, and what a pause of two seconds may leave over. */
    private void assertRate(JsonNode plan, int perMinute) {
        assertThat(DeadRows.count(hub, """
                        select count(*) from (
                            select row_number() over (order by l.replayed_at) as n,
                                   extract(epoch from l.replayed_at - r.started_at) as seconds
                            from dead_letter_jobs l, replay_runs r
                            where l.org_id = ? and l.replay_count > 0 and r.id = ?::uuid) t
                        where n > 1 + seconds * ? / 60.0
                        """, org, plan.path("planId").asText(), perMinute))
                .isZero();
    }

    /** What the replays changed, they changed once. */
    private void assertOnce(int documents) {
        assertThat(count("replay_count > 1")).isZero();
        assertThat(DeadRows.count(hub, "select count(*) from index_changes where org_id = ? and kind = 'upsert'", org))
                .isEqualTo(documents);
        assertThat(DeadRows.count(
                        hub,
                        "select count(distinct document_id) from index_changes where org_id = ? and kind = 'upsert'",
                        org))
                .isEqualTo(documents);
        assertThat(DeadRows.count(
                        hub,
                        "select count(*) from job_stages where org_id = ? and stage = 'index' and outcome = 'done'",
                        org))
                .isEqualTo(documents);
    }

    /** The document's row, jobs, chunks and index changes. */
    private static String everything(String document) {
        return hub.system()
                .queryForList("""
                select (select jsonb_agg(d order by d.id) from documents d where d.id = ?::uuid)::text as d,
                       (select jsonb_agg(j order by j.id) from jobs j where j.document_id = ?::uuid)::text as j,
                       (select count(*) from document_chunks c where c.document_id = ?::uuid) as c,
                       (select count(*) from index_changes i where i.document_id = ?::uuid) as i
                """, document, document, document, document)
                .toString();
    }
}
