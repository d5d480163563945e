package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Days 38, 39 and 47: Postgres, Kafka and Redis away. Nothing is promised that is not kept, and all heals by itself. */
@OwnServers
class BadDayServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private static DataFolder folder;
    private static Servers servers;
    private static Relay postgres;
    private static Relay redis;
    private static Map<String, String> variables = Map.of();
    private static TestHub hub;

    private final Api api = hub.as("servers-" + UUID.randomUUID(), Role.ORG_ADMIN);

    @BeforeAll
    static void start() {
        folder = DataFolder.own(temp.resolve("servers"));
        servers = Servers.start(System::getenv, folder, true);
        Map<String, String> found = servers.properties();
        postgres = Relay.to(port("serai.database.app.url"));
        redis = Relay.to(port("serai.redis.url"));
        variables = new HashMap<>(Map.of(
                "SERAI_POSTGRES_URL", address("app"),
                "SERAI_POSTGRES_SYSTEM_URL", address("system"),
                "SERAI_POSTGRES_ADMIN_URL", address("admin"),
                "SERAI_KAFKA_BROKERS", found.get("serai.kafka.brokers"),
                "SERAI_S3_ENDPOINT", found.get("serai.s3.endpoint"),
                "AWS_ACCESS_KEY_ID", found.get("serai.s3.access-key"),
                "AWS_SECRET_ACCESS_KEY", found.get("serai.s3.secret-key"),
                "REDIS_URL", found.get("serai.redis.url").replace(":" + port("serai.redis.url"), ":" + redis.port())));
        variables.putAll(Map.of(
                "serai.database.patience", "1s",
                "camel.main.inflight-repository-browse-enabled", "true",
                "serai.pipeline.retry.first-delay", "200ms",
                "serai.pipeline.retry.attempts", "50",
                "serai.pipeline.lost-seconds", "3",
                "serai.pipeline.expiry-delay", "500",
                "serai.pipeline.lease-seconds", "5"));
        hub = TestHub.own(variables);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        postgres.close();
        redis.close();
        servers.close();
        folder.close();
    }

    @AfterEach
    void mend() {
        postgres.pointTo(port("serai.database.app.url"));
        redis.pointTo(port("serai.redis.url"));
        for (String login : List.of("app", "system")) {
            String name = found("serai.database." + login + ".username");
            admin().execute("alter role " + name + " connection limit -1");
            admin().execute("alter role " + name + " reset default_transaction_read_only");
        }
        endSessions();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get("/api/documents").status() == 200);
    }

    @Test
    void badDay38_withoutPostgresNothingIsAcknowledgedAndAllGoesOnAfterwards() {
        String before = upload("Words of before.");
        postgres.cut();

        assertEverythingIsRefusedFor("Words that nobody promised to keep.");

        postgres.pointTo(port("serai.database.app.url"));
        assertRecovers(before);
    }

    @Test
    void badDay38_aReadOnlyPostgresRefusesWritesAndTakesThemAgainAfterwards() {
        String before = api.ready("a.txt", "Words of before the failover.");
        for (String login : List.of("app", "system")) {
            admin().execute("alter role " + found("serai.database." + login + ".username")
                    + " set default_transaction_read_only = on");
        }
        endSessions();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        upload(api, "Words for a read-only database.").text().contains("SERAI-DOC-006"));

        assertUnavailable(upload(api, "Words for a read-only database."));
        assertUnavailable(api.delete("/api/documents/" + before));
        assertUnavailable(api.call("POST", "/api/documents/" + before + "/reprocess", null, ""));
        assertThat(api.get("/api/documents/" + before).status()).isEqualTo(200);

        mend();
        assertRecovers(before);
    }

    @Test
    void badDay38_aPostgresWithoutConnectionsRefusesAndTakesThemAgainAfterwards() {
        String before = upload("Words of before the crowd.");
        for (String login : List.of("app", "system")) {
            admin().execute("alter role " + found("serai.database." + login + ".username") + " connection limit 0");
        }
        endSessions();

        assertEverythingIsRefusedFor("Words for which there is no connection.");

        mend();
        assertRecovers(before);
    }

    @Test
    void badDay38_aWakeUpThatFindsNoPostgresIsKeptUntilThereIsOne() throws Exception {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        camel.getRouteController().suspendRoute("pipeline-relay"); // nobody else wakes the job
        try {
            String id = upload("Words whose wake-up comes at a bad time.");
            String envelope = admin().queryForObject("""
                            select payload::text from outbox where org_id = (select org_id from documents where id = ?::uuid)
                            """, String.class, id);
            postgres.cut();
            wake("serai.documents.store", envelope);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> camel.getInflightRepository().browse("documents-store", 1, true).stream()
                            .anyMatch(flight -> flight.getDuration() > 6_000)); // three attempts took less

            postgres.pointTo(port("serai.database.app.url"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> admin().queryForObject(
                                    "select stage from jobs where document_id = ?::uuid", String.class, id)
                            .equals("chunk"));
        } finally {
            camel.getRouteController().resumeRoute("pipeline-relay");
        }
    }

    private static void wake(String topic, String envelope) throws Exception {
        try (KafkaProducer<String, String> kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", found("serai.kafka.brokers")),
                new StringSerializer(),
                new StringSerializer())) {
            kafka.send(new ProducerRecord<>(topic, envelope)).get();
        }
    }

    @Test
    void badDay47_withoutRedisRequestsPassUncountedAndNothingIsLost() {
        String before = api.ready("a.txt", "Words of before Redis went.");
        redis.cut();

        assertThat(api.search("{\"query\":\"redis\",\"mode\":\"keyword\"}").findValuesAsText("documentId"))
                .containsExactly(before);
        String during = api.ready("b.txt", "Words without counting.");

        redis.pointTo(port("serai.redis.url"));
        assertThat(api.search("{\"query\":\"words\",\"mode\":\"keyword\"}").findValuesAsText("documentId"))
                .contains(before, during);
    }

    @Test
    void badDay47_aHubThatServesNothingUncountedRefusesWhatItCountsUntilRedisIsBack() {
        Map<String, String> strictly = new HashMap<>(variables);
        strictly.putAll(
                Map.of("serai.rate.without-redis", "refuse", "SERAI_ROLES", "api", "SERAI_NODE", "strict-node"));
        try (TestHub strict = TestHub.own(strictly)) {
            Api caller = strict.as("strict-" + UUID.randomUUID(), Role.ORG_ADMIN);
            String before = caller.ready("a.txt", "Words of before Redis went.");
            redis.cut();

            Api.Reply search = caller.post("/api/search", "{\"query\":\"words\",\"mode\":\"keyword\"}");
            Api.Reply upload = upload(caller, "Words that nobody counts.");

            for (Api.Reply refused : List.of(search, upload)) {
                assertThat(refused.status()).as(refused.text()).isEqualTo(503);
                assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-HUB-001");
                assertThat(refused.json().path("detail").asText()).contains("cannot be counted");
                assertThat(refused.header("retry-after")).isEqualTo("5");
            }
            assertThat(caller.get("/api/documents").json().path("items").findValuesAsText("documentId"))
                    .containsExactly(before);
            assertThat(caller.get("/api/documents/" + before + "/text").status())
                    .isEqualTo(200);
            assertThat(caller.get("/api/health").status()).isEqualTo(200);
            assertThat(upload(api, "Words at the hub beside it, which lets them pass.")
                            .status())
                    .isEqualTo(202);

            redis.pointTo(port("serai.redis.url"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> upload(caller, "Words that are counted again.").status() == 202);
        }
    }

    private void assertEverythingIsRefusedFor(String text) {
        assertUnavailable(upload(api, text));
        assertUnavailable(api.get("/api/documents"));
        assertThat(api.get("/api/health").status()).isEqualTo(200);
        Api.Reply deep = api.get("/api/health/deep");
        assertThat(deep.status()).isEqualTo(503);
        assertThat(deep.json().path("servers").path("postgres").path("status").asText())
                .isEqualTo("down");
    }

    /** What was acknowledged is ready, what was refused is taken now, and nothing else is there. */
    private void assertRecovers(String acknowledged) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get("/api/documents").status() == 200);
        List<String> there = new ArrayList<>();
        api.get("/api/documents")
                .json()
                .path("items")
                .forEach(item -> there.add(item.path("documentId").asText()));
        assertThat(there).containsExactly(acknowledged);
        assertThat(api.settled(acknowledged).path("status").asText()).isEqualTo("ready");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> upload(api, "Words of afterwards.").status() / 100 == 2);
        api.ready("a.txt", "Words of afterwards.");
    }

    private static void assertUnavailable(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isNotEmpty();
        assertThat(reply.json().path("code").asText()).isIn("SERAI-HUB-001", "SERAI-DOC-006");
    }

    private String upload(String text) {
        Api.Reply reply = upload(api, text);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private static Api.Reply upload(Api caller, String text) {
        return caller.upload("a.txt", text.getBytes(StandardCharsets.UTF_8));
    }

    /** So that new settings of a login count at once. */
    private static void endSessions() {
        admin().queryForList(
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename in (?, ?)",
                        found("serai.database.app.username"),
                        found("serai.database.system.username"));
    }

    private static JdbcTemplate admin() {
        return new JdbcTemplate(new DriverManagerDataSource(
                found("serai.database.admin.url"),
                found("serai.database.admin.username"),
                found("serai.database.admin.password")));
    }

    private static String found(String name) {
        return java.util.Objects.requireNonNull(servers.properties().get(name), name);
    }

    private static int port(String name) {
        return URI.create(found(name).replaceFirst("^jdbc:", "")).getPort();
    }

    private static String address(String role) {
        String prefix = "serai.database." + role + ".";
        return found(prefix + "url").replace(":" + port(prefix + "url"), ":" + postgres.port()) + "?user="
                + found(prefix + "username") + "&password=" + found(prefix + "password");
    }
}
