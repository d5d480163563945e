package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of two models cannot be compared. Until all are of the new one, words answer. */
@OwnServers
class ModelChangeTest {
    private static final String WORDS = "{\"query\":\"rent\",\"mode\":\"hybrid\"}";
    private static final String NEARNESS = "{\"query\":\"rent\",\"mode\":\"vector\"}";

    @TempDir
    private static Path data;

    private static Embedder embedder;

    @BeforeAll
    static void start() throws IOException {
        embedder = new Embedder();
    }

    @AfterAll
    static void stop() {
        embedder.close();
    }

    @Test
    void searchGoesOnWhileEveryDocumentIsEmbeddedAgain() {
        List<String> documents;
        try (TestHub hub = hub("model-1")) {
            Api api = hub.as("org", Role.ORG_ADMIN);
            documents = List.of(api.ready("a.txt", "The rent is due."), api.ready("b.txt", "No rent is due."));
            assertThat(found(api, NEARNESS)).containsExactlyInAnyOrderElementsOf(documents);
        }
        try (TestHub hub = hub("model-2")) {
            Api api = hub.as("org", Role.ORG_ADMIN);
            assertThat(found(api, WORDS)).containsExactlyInAnyOrderElementsOf(documents);
            Awaitility.await().until(() -> rebuilt(hub));
            assertThat(found(api, WORDS)).containsExactlyInAnyOrderElementsOf(documents);
            assertThat(found(api, NEARNESS)).isEmpty();

            look(hub);
            documents.forEach(api::settled);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(found(api, NEARNESS)).containsExactlyInAnyOrderElementsOf(documents));
            assertThat(models(hub)).containsExactly("model-2");
            look(hub);
            assertThat(hub.system()
                            .queryForObject("select count(*) from jobs where state <> 'completed'", Integer.class))
                    .isZero();
        }
    }

    private static TestHub hub(String model) {
        return TestHub.own(Map.of(
                "SERAI_DATA",
                data.toString(),
                "SERAI_EMBEDDING_PROVIDER",
                "remote",
                "SERAI_EMBEDDING_URL",
                embedder.url(),
                "serai.embedding.model",
                model,
                "serai.coverage.schedule",
                "0 0 0 1 1 ?"));
    }

    private static boolean rebuilt(TestHub hub) {
        return hub.anonymous().get("/api/health/deep").json().findValuesAsText("index").stream()
                .noneMatch("rebuilding"::equals);
    }

    private static void look(TestHub hub) {
        hub.hub().context().getBean(ProducerTemplate.class).requestBody("direct:upkeep-coverage-now", (Object) null);
    }

    private static List<String> models(TestHub hub) {
        return hub.system()
                .queryForList(
                        "select distinct c.embedding_model from document_chunks c join documents d"
                                + " on d.id = c.document_id and d.version = c.version",
                        String.class);
    }

    private static List<String> found(Api api, String search) {
        return api.search(search).findValuesAsText("documentId");
    }
}
