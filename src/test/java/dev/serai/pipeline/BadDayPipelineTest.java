package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

/** Days 35, 37, 39, 45 and 47: poison, workers that come back from the dead, herds and floods. */
@OwnServers
class BadDayPipelineTest {
    private static final int ATTEMPTS = 3;
    private static final int EMBEDDERS = 2;
    private static final int A_MINUTE = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private static Embedder embedder;
    private static TestHub hub;

    private final String org = "pipeline-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    @BeforeAll
    static void start() throws IOException {
        embedder = new Embedder();
        hub = TestHub.own(Map.of(
                "SERAI_ROUTES",
                poisonedRoutes().toString(),
                "SERAI_ROUTES_INSPECT_FIRST",
                "false",
                "SERAI_EMBEDDING_PROVIDER",
                "remote",
                "SERAI_EMBEDDING_URL",
                embedder.url(),
                "serai.text.timeout",
                "4s",
                "serai.rate.requests-per-minute",
                Integer.toString(A_MINUTE),
                "serai.pipeline.consumers.embed",
                Integer.toString(EMBEDDERS),
                "serai.pipeline.retry.attempts",
                Integer.toString(ATTEMPTS),
                "serai.pipeline.retry.first-delay",
                "100ms",
                "serai.pipeline.quick-retry-delay",
                "20"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        embedder.close();
    }

    @AfterEach
    void letGo() {
        embedder.open();
    }

    /** The hub's own routes, with one more step in the stage that reads files. */
    private static Path poisonedRoutes() throws IOException {
        Path routes = temp.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        Path chunk = routes.resolve("documents/chunk.camel.yaml");
        String extract = "        - bean:\n            id: documents-chunk-extract\n";
        String poison = "        - bean:\n            id: documents-chunk-poison\n            beanType: "
                + Poison.class.getName() + "\n            method: drink\n";
        String source = Files.readString(chunk);
        assertThat(source).contains(extract);
        Files.writeString(chunk, source.replace(extract, poison + extract));
        return routes;
    }

    @ParameterizedTest
    @CsvSource({
        "memory, java.lang.OutOfMemoryError",
        "stack, java.lang.StackOverflowError",
        "always, java.lang.IllegalStateException",
        "class, java.lang.NoClassDefFoundError",
        "assertion, java.lang.AssertionError",
    })
    void badDay35_poisonIsTriedThreeTimesAndParkedWhileNeighboursGoOn(String poison, String thrown) {
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < 3; i++) { // more than there are consumers
            bad.add(upload(poison + ".txt", "Poison " + i + org));
        }
        String good = upload("good.txt", "A neighbour of " + poison + org);

        assertThat(api.settled(good).path("status").asText()).isEqualTo("ready");
        for (String id : bad) {
            JsonNode end = api.settled(id);
            assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("failed");
            assertThat(end.path("failure").path("code").asText()).isEqualTo("SERAI-JOB-001");
            assertThat(end.path("stages").findValuesAsText("outcome"))
                    .containsExactly("done", "retried", "retried", "dead-lettered");
            assertThat(DeadLetters.rows(hub, id))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("stage", "chunk")
                            .containsEntry("step_id", "documents-chunk-poison")
                            .containsEntry("error_class", thrown)
                            .containsEntry("attempts", ATTEMPTS));
        }
        assertThat(api.settled(upload("later.txt", "Later than " + poison + org))
                        .path("status")
                        .asText())
                .isEqualTo("ready");
    }

    @Test
    void badDay35_aParserThatNeverEndsIsEndedAndNeighboursGoOn() {
        api.ready("first.html", "<p>Starts the parser's process " + org + "</p>");

        String bad = upload("loop.html", "<p>Never ends " + org + "</p>");
        String good = upload("good.html", "<p>Behind it " + org + "</p>");

        JsonNode end = api.settled(bad);
        assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("failed");
        assertThat(end.path("failure").path("code").asText()).isEqualTo("SERAI-TEXT-003");
        assertThat(end.path("failure").path("cause").asText()).contains("longer than the 4 s");
        assertThat(api.settled(good).path("status").asText()).isEqualTo("ready");
    }

    /** The claim is another worker's by now. Each commit of each stage is tried with the claim of before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "documents-store-commit",
                "documents-chunk-commit",
                "documents-embed-keep",
                "documents-embed-commit",
                "documents-index-commit"
            })
    void badDay37_noStageCommitsForAWorkerThatSleptThroughItsLease(String commit) throws Exception {
        Paused.during(hub, "pipeline-relay", () -> {
            String id = upload("a.txt", "Words for the commit " + commit + org);
            hub.system().update("""
                    update jobs set state = 'active', attempt = 7, stage_attempt = 1, worker = 'the-new-one',
                                    lease_until = clock_timestamp() + interval '1 hour' where document_id = ?::uuid
                    """, id);
            List<String> before = everything(id);

            Exchange late = lateCommit(commit, id);

            assertThat(late.getException()).isInstanceOf(SupersededException.class);
            assertThat(everything(id)).isEqualTo(before);
            return id;
        });
    }

    private Exchange lateCommit(String commit, String documentId) {
        ProducerTemplate camel = hub.hub().context().getBean(ProducerTemplate.class);
        return camel.request("direct:" + commit, exchange -> {
            exchange.setProperty("orgId", org);
            exchange.getMessage()
                    .setHeaders(new java.util.HashMap<>(Map.of(
                            "jobId",
                            jobId(documentId),
                            "attempt",
                            6,
                            "documentId",
                            documentId,
                            "version",
                            1,
                            "mediaType",
                            "application/pdf",
                            "title",
                            "late",
                            "pageCount",
                            1,
                            "text",
                            "late",
                            "chunks",
                            "[]",
                            "progress",
                            1)));
            exchange.getMessage().setBody(List.of(Map.of("ordinal", 0)));
        });
    }

    private static String jobId(String documentId) {
        return java.util.Objects.requireNonNull(hub.system()
                .queryForObject("select id::text from jobs where document_id = ?::uuid", String.class, documentId));
    }

    private static List<String> everything(String documentId) {
        List<String> rows = new ArrayList<>(hub.system()
                .queryForList("select d::text from documents d where id = ?::uuid", String.class, documentId));
        for (String table : List.of("jobs", "document_texts", "document_chunks", "index_changes", "dead_letter_jobs")) {
            rows.addAll(hub.system()
                    .queryForList(
                            "select t::text from " + table + " t where document_id = ?::uuid",
                            String.class,
                            documentId));
        }
        return rows;
    }

    @Test
    void badDay39_aMessageCarriesIdsOnlySoItIsNeverTooLarge() throws Exception {
        String longest = "o".repeat(64);
        Api owner = hub.as(longest, Role.ORG_ADMIN);

        Paused.during(hub, "pipeline-relay", () -> {
            Api.Reply reply = owner.upload(
                    "/api/documents?companyId=" + "c".repeat(100) + "&documentType=" + "t".repeat(50),
                    "n".repeat(4_000) + ".txt",
                    java.net.http.HttpRequest.BodyPublishers.ofString("word ".repeat(100_000)));
            assertThat(reply.status()).as(reply.text()).isEqualTo(202);
            Map<String, Object> wake = hub.system()
                    .queryForMap("select payload::text as payload, message_key from outbox where org_id = ?", longest);
            assertThat(wake.get("payload").toString()).hasSizeLessThan(1_000).doesNotContain("nnn", "ccc", "word");
            assertThat(wake.get("message_key").toString()).hasSizeLessThan(200);
            return reply;
        });
    }

    @Test
    void badDay39_whatKafkaDoesNotTakeWaitsInTheOutboxWhereItIsSeen() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", () -> {
            String document = upload("a.txt", "Words that wait for Kafka " + org);
            Awaitility.await().until(() -> {
                JsonNode backlog =
                        hub.anonymous().get("/api/health/deep").json().path("backlog");
                return backlog.path("outboxWaiting").asInt() > 0
                        && backlog.path("outboxLagSeconds").asInt() > 0;
            });
            return document;
        });

        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
    }

    @Test
    void badDay45_delaysGrowToTheirLimitAndNoTwoHerdsComeBackTogether() {
        Duration first = Duration.ofSeconds(2);
        Duration longest = Duration.ofMinutes(5);
        Failures failures = new Failures(
                new PipelineSettings(new PipelineSettings.Retry(100, first, longest), Map.of()),
                new ObjectMapper(),
                new Random(20261121));
        for (int attempt = 1; attempt < 40; attempt++) {
            double limit = Math.min(first.toSeconds() * Math.pow(2, attempt - 1), (double) longest.toSeconds());
            for (int i = 0; i < 20; i++) {
                assertThat(delay(failures, attempt)).isBetween(limit / 2, limit);
            }
        }
        Map<Long, Long> herd = IntStream.range(0, 3_000)
                .mapToObj(i -> (long) delay(failures, 20))
                .collect(Collectors.groupingBy(second -> second, Collectors.counting()));
        assertThat(herd).hasSizeGreaterThan(140); // seconds out of 150
        assertThat(herd.values()).allMatch(jobs -> jobs < 3 * 3_000 / 150);
    }

    private static double delay(Failures failures, int attempt) {
        Exchange exchange = new DefaultExchange(hub.hub().context().getBean(CamelContext.class));
        exchange.setProperty("orgId", "an-org");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new java.net.ConnectException("refused"));
        exchange.getMessage().setHeader("stage", "embed");
        exchange.getMessage().setHeader("stageAttempt", attempt);
        try {
            failures.judge(exchange);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(exchange.getMessage().getHeader("retry")).isEqualTo(true);
        return exchange.getMessage().getHeader("delaySeconds", Double.class);
    }

    @Test
    void badDay45_aProviderIsAskedByNoMoreThanTheStagesConsumers() throws Exception {
        api.ready("first.txt", "All consumers are there before one of them is held " + org);
        embedder.hold();
        List<String> herd = Paused.during(
                hub,
                "pipeline-relay",
                () -> IntStream.range(0, 12)
                        .mapToObj(i -> upload("n" + i + ".txt", "One of a herd " + i + org))
                        .toList());
        Awaitility.await().atMost(PATIENCE).until(() -> embedder.asking() == EMBEDDERS);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> hub.system()
                                .queryForObject(
                                        "select count(*) from jobs where org_id = ? and stage = 'embed'",
                                        Integer.class,
                                        org)
                        == herd.size());
        embedder.open();

        assertThat(herd).allMatch(id -> api.settled(id).path("status").asText().equals("ready"));
        assertThat(embedder.most()).isEqualTo(EMBEDDERS);
    }

    @Test
    void badDay47_aFloodMeetsItsOwnLimitAndNobodyElses() throws Exception {
        Api quiet = hub.as("quiet-" + UUID.randomUUID(), Role.ORG_ADMIN);
        List<Future<Api.Reply>> flood = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 10 * A_MINUTE; i++) {
                flood.add(threads.submit(() -> api.post("/api/search", "{\"query\":\"flood\",\"mode\":\"keyword\"}")));
            }
            String id = quiet.ready("quiet.txt", "Words of a quiet org.");
            for (int i = 0; i < A_MINUTE / 4; i++) {
                Api.Reply reply = quiet.post("/api/search", "{\"query\":\"quiet\",\"mode\":\"keyword\"}");
                assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                assertThat(reply.json().path("hits").findValuesAsText("documentId"))
                        .containsExactly(id);
            }
        }

        int refused = 0;
        for (Future<Api.Reply> one : flood) {
            Api.Reply reply = one.get();
            assertThat(reply.status()).isIn(200, 429);
            if (reply.status() == 429) {
                refused++;
                assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-009");
                assertThat(reply.header("retry-after")).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(5 * A_MINUTE); // however many minutes it took
    }

    @Test
    void badDay47_aFlushedRedisForgetsTheCountAndNothingElse() {
        String id = api.ready("kept.txt", "Words that Redis never knew.");
        for (int i = 0; i < 3 * A_MINUTE; i++) {
            api.post("/api/search", "{\"query\":\"a\",\"mode\":\"keyword\"}");
        }

        hub.hub()
                .context()
                .getBean(StringRedisTemplate.class)
                .execute((org.springframework.data.redis.core.RedisCallback<Object>) connection -> {
                    connection.serverCommands().flushAll();
                    return null;
                });

        assertThat(api.search("{\"query\":\"redis\",\"mode\":\"keyword\"}").findValuesAsText("documentId"))
                .containsExactly(id);
    }

    private String upload(String name, String text) {
        Api.Reply reply = api.upload(name, text.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }
}
