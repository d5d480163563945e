package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.Hub;
import dev.serai.OtherNode;
import dev.serai.OwnServers;
import dev.serai.RunningHub;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second node comes and goes; the fault drill kills one. */
@OwnServers
class NodesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, String> QUICK = Map.of(
            "serai.pipeline.lease-seconds", "3",
            "serai.pipeline.lease-renewal", "1000",
            "serai.pipeline.expiry-delay", "500",
            "serai.pipeline.lost-seconds", "5");

    private static TestHub first;

    @TempDir
    private Path temp;

    private final Api api = first.as("nodes", Role.MEMBER);
    private final Api operator = first.as(null, Role.OPERATOR);
    private final List<String> documents = new ArrayList<>();

    @BeforeAll
    static void start() {
        Map<String, String> settings = new java.util.HashMap<>(QUICK);
        settings.put("SERAI_NODE", "first");
        first = TestHub.own(settings);
    }

    @AfterAll
    static void stop() {
        first.close();
    }

    @Test
    void aSecondNodeSharesTheWorkAndLeavesWithoutLoss() throws Exception {
        try (RunningHub second = Hub.start(variables("second", "SERAI_ROLES", "worker"))) {
            assertServesNoApi(second);
            CamelContext camel = second.context().getBean(CamelContext.class);
            assertThat(camel.getRouteController()
                            .getRouteStatus("pipeline-relay")
                            .isStarted())
                    .isFalse();
            awaitNode("second", true);
            while (stagesOf("second") == 0) {
                uploadSome(10); // until the second node's consumers have their share of the partitions
                Awaitility.await().atMost(PATIENCE).until(() -> unfinished() < 5);
            }
            uploadSome(20);
        } // in the middle of its work
        uploadSome(5);

        assertAllReadyOnce();
        assertThat(stagesOf("first")).isPositive();
        awaitNode("second", false);
    }

    private static void assertServesNoApi(RunningHub node) {
        Api anonymous = new Api(node.address(), null);
        assertThat(anonymous.get("/api/health").status()).isEqualTo(200);
        assertThat(anonymous.get("/api/documents").status()).isEqualTo(503);
        assertThat(anonymous.get("/api/documents").json().path("code").asText()).isEqualTo("SERAI-HTTP-013");
    }

    private void uploadSome(int count) {
        for (int i = 0; i < count; i++) {
            String text = "Line %d of %s.".formatted(documents.size(), temp);
            Api.Reply reply = api.upload("n.txt", text.getBytes(StandardCharsets.UTF_8));
            assertThat(reply.status()).as(reply.text()).isEqualTo(202);
            documents.add(reply.json().path("documentId").asText());
        }
    }

    private void assertAllReadyOnce() {
        Awaitility.await().atMost(PATIENCE).until(() -> unfinished() == 0);
        for (String id : documents) {
            JsonNode end = api.settled(id);
            assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("ready");
        }
        assertThat(count("select count(*) from (select 1 from job_stages where outcome = 'done'"
                        + " group by job_id, stage having count(*) > 1) twice"))
                .isZero();
        assertThat(count("select count(*) from (select 1 from index_changes group by document_id"
                        + " having count(*) > 1) twice"))
                .isZero();
        assertThat(count("select count(*) from dead_letter_jobs")).isZero();
    }

    private void awaitNode(String name, boolean alive) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> operator.get("/api/admin/pipeline")
                        .json()
                        .path("workers")
                        .valueStream()
                        .anyMatch(w -> w.path("node").asText().equals(name)
                                && w.path("alive").asBoolean() == alive));
    }

    private static long unfinished() {
        return count("select count(*) from jobs where state <> 'completed'");
    }

    private static long stagesOf(String node) {
        return count("select count(*) from job_stages where worker = '" + node + "'");
    }

    private static long count(String sql) {
        return java.util.Objects.requireNonNull(first.system().queryForObject(sql, Long.class));
    }

    private Map<String, String> variables(String name, String... more) {
        Map<String, String> own = new java.util.HashMap<>(QUICK);
        own.put("SERAI_NODE", name);
        for (int i = 0; i < more.length; i += 2) {
            own.put(more[i], more[i + 1]);
        }
        return OtherNode.variables(first::setting, temp.resolve(name), own);
    }
}
