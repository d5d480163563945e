package dev.serai.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Bad day 59: the index is dropped or damaged, a vector has the wrong dimension or holds NaN. Refused at write; health
 * degraded; Postgres answers by exact search until the index is whole again, which it becomes alone.
 */
@OwnServers
class BadDay59IndexLostTest {
    @TempDir
    private static Path temp;

    private static TestHub hub;

    private final String org = "bad-day-" + UUID.randomUUID();
    private Api api;
    private String saffron;
    private String anchor;

    @BeforeAll
    static void begin() {
        hub = TestHub.own(Map.of("SERAI_DATA", temp.resolve("data").toString()));
    }

    @AfterAll
    static void end() {
        hub.close();
    }

    @BeforeEach
    void twoDocuments() {
        api = hub.as(org, Role.ORG_ADMIN);
        saffron = api.ready("kitchen.txt", "The secret recipe of the innkeeper needs saffron and patience.");
        anchor = api.ready("harbour.txt", "The ship lies at anchor and waits for the morning tide.");
        assertFindsBoth();
    }

    @Test
    void aFolderDeletedUnderARunningHubIsNoticedAnsweredAroundAndRebuilt() throws IOException {
        IndexTail tail = tail();
        FileSystemUtils.deleteRecursively(index());
        tail.stop(); // its last commit meets the empty folder; and nobody rebuilds until it is started again

        assertThat(health().path("status").asText()).isEqualTo("degraded");
        assertThat(health().path("index").asText()).isEqualTo("rebuilding");
        assertFindsBoth();
        String meanwhile = api.ready("meanwhile.txt", "A lantern is lit while the index is away.");
        assertThat(found("{\"query\":\"lantern\"}")).first().isEqualTo(meanwhile);
        assertThat(api.delete("/api/documents/" + anchor).status()).isEqualTo(204);
        assertThat(found("{\"query\":\"ship at anchor\"}")).doesNotContain(anchor);
        assertFilters(meanwhile);

        tail.start();
        awaitHealed();
        assertThat(found("{\"query\":\"lantern\"}")).first().isEqualTo(meanwhile);
        assertThat(found("{\"query\":\"ship at anchor\"}")).doesNotContain(anchor);
        assertThat(found("{\"query\":\"saffron\"}")).first().isEqualTo(saffron);
        assertThat(index()).isNotEmptyDirectory();
    }

    @Test
    void damagedFilesAreFoundAtTheNextStartAndTheIndexIsRebuilt() throws IOException {
        hub.close();
        damage();

        begin();
        api = hub.as(org, Role.ORG_ADMIN);

        assertFindsBoth(); // from Postgres or from the index: nobody can tell
        awaitHealed();
        assertFindsBoth();
    }

    @Test
    void anIndexThatWasAwayForLongerThanDeletionsAreKeptStartsItsOrgAgain() {
        IndexTail tail = tail();
        tail.stop();
        api.delete("/api/documents/" + anchor);
        hub.system().update("delete from index_changes where document_id = ?::uuid", anchor);
        hub.system().update("update index_positions set pruned = position where org_id = ?", org);

        tail.start();

        LiveIndex live = hub.hub().context().getBean(LiveIndex.class);
        Awaitility.await()
                .until(() ->
                        live.held(anchor).chunks() == 0 && live.held(saffron).chunks() == 1);
        awaitHealed();
        assertThat(found("{\"query\":\"saffron\"}")).first().isEqualTo(saffron);
    }

    @Test
    void aDatabaseRestoredFromABackupTakesTheIndexBackWithIt() {
        IndexTail tail = tail();
        tail.stop();
        hub.system().update("delete from documents where id = ?::uuid", anchor);
        hub.system().update("delete from index_changes where document_id = ?::uuid", anchor);
        hub.system().update("update index_positions set position = 1 where org_id = ?", org);

        tail.start();

        LiveIndex live = hub.hub().context().getBean(LiveIndex.class);
        Awaitility.await()
                .until(() ->
                        live.held(anchor).chunks() == 0 && live.held(saffron).chunks() == 1);
    }

    @Test
    void vectorsOfAnotherDimensionOrWithNaNAreRefusedAtWrite() {
        JdbcTemplate system = hub.system();
        for (String vector : List.of(
                "array_fill(0.1::real, array[383])",
                "array_fill(0.1::real, array[383]) || 'NaN'::real",
                "array_fill(0.1::real, array[383]) || 'Infinity'::real",
                "array_fill(0.1::real, array[383]) || '-Infinity'::real")) {
            assertThatThrownBy(() -> system.update("update document_chunks set embedding = " + vector))
                    .as(vector)
                    .hasStackTraceContaining("violates check constraint");
        }
        assertFindsBoth();
        assertThat(health().path("status").asText()).isEqualTo("ok");
    }

    private void assertFindsBoth() {
        for (String mode : List.of("hybrid", "vector", "keyword")) {
            assertThat(found("{\"query\":\"saffron recipe\",\"mode\":\"%s\"}".formatted(mode)))
                    .as(mode)
                    .first()
                    .isEqualTo(saffron);
            assertThat(found("{\"query\":\"ship at anchor\",\"mode\":\"%s\"}".formatted(mode)))
                    .as(mode)
                    .first()
                    .isEqualTo(anchor);
        }
    }

    /** The scope of a search holds whoever answers it. */
    private void assertFilters(String other) {
        assertThat(found("{\"query\":\"saffron\",\"documentIds\":[\"%s\"]}".formatted(other)))
                .doesNotContain(saffron);
        assertThat(found("{\"query\":\"saffron\",\"documentTypes\":[\"invoice\"]}"))
                .isEmpty();
        assertThat(found("{\"query\":\"saffron\",\"k\":1}")).hasSize(1);
        assertThat(hub.as("another-org", Role.MEMBER).search("{\"query\":\"saffron\"}"))
                .isEmpty();
    }

    private List<String> found(String search) {
        return api.search(search).findValuesAsText("documentId");
    }

    private void awaitHealed() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> health().path("status").asText(), "ok"::equals);
    }

    private JsonNode health() {
        return api.get("/api/health/deep").json();
    }

    private IndexTail tail() {
        return hub.hub().context().getBean(IndexTail.class);
    }

    private Path index() {
        return temp.resolve("data/index");
    }

    /** Bytes in the middle of every file but the lock: no header or footer shows it. */
    private void damage() throws IOException {
        Random random = new Random(59);
        try (Stream<Path> files = Files.walk(index())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("write.lock"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = bytes.length / 3; i < bytes.length * 2 / 3; i++) {
                    bytes[i] = (byte) random.nextInt();
                }
                Files.write(file, bytes);
            }
        }
    }
}
