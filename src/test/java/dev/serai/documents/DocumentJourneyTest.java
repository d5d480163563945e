package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/** From upload to cited search, on the real servers. */
class DocumentJourneyTest {
    private static final String LEASE = """
            # Lease of Foundry Street

            ## 1. Rent

            The tenant shall pay a monthly rent of 14,250 dollars on the first day of each month.

            ## 2. Zwangsräumung

            Das Zurückbehaltungsrecht des Vermieters bleibt unberührt. 😀 Ende.
            """;

    private final String org = "journey-" + UUID.randomUUID();
    private Api api;

    @BeforeEach
    void caller() {
        api = TestHub.shared().as(org, Role.ORG_ADMIN);
    }

    @Test
    void anUploadedTextIsFoundWithItsPlace() {
        String id = api.ready("lease.md", LEASE);

        JsonNode hit =
                api.search("{\"query\":\"how much is the monthly rent\"}").get(0);

        assertThat(hit.path("documentId").asText()).isEqualTo(id);
        assertThat(hit.path("fileName").asText()).isEqualTo("lease.md");
        assertThat(hit.path("headings").toString()).contains("Rent");
        assertThat(hit.path("page").isNull()).isTrue();
        String text = api.get("/api/documents/" + id + "/text").text();
        assertThat(text.substring(hit.path("start").asInt(), hit.path("end").asInt()))
                .isEqualTo(hit.path("text").asText());
        assertThat(highlighted(hit)).contains("monthly", "rent");
    }

    @ParameterizedTest
    @CsvSource({
        "lease-foundry-street.pdf, application/pdf",
        "offer-letter-feldstrom.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "bylaws-excerpt.html, text/html",
        "data-protection-policy.md, text/markdown",
        "safe-pruitt-hale-mfn.txt, text/plain"
    })
    void everyAcceptedFormatBecomesReady(String file, String mediaType) throws IOException {
        String id = api.ready(file, Files.readAllBytes(Path.of("ops/demo", file)));

        JsonNode document = api.get("/api/documents/" + id).json();

        assertThat(document.path("mediaType").asText()).isEqualTo(mediaType);
        assertThat(document.path("chunks").asInt()).isPositive();
        assertThat(document.path("stages").findValuesAsText("stage"))
                .containsExactly("store", "chunk", "embed", "index");
        assertThat(document.path("stages").findValuesAsText("outcome")).containsOnly("done");
    }

    @Test
    void aPdfHitNamesItsPage() throws IOException {
        api.ready("lease.pdf", Files.readAllBytes(Path.of("ops/demo/lease-foundry-street.pdf")));

        JsonNode hits = api.search("{\"query\":\"security deposit\"}");

        assertThat(hits).isNotEmpty();
        assertThat(hits.get(0).path("page").asInt()).isPositive();
    }

    @Test
    void chunksCoverTheTextAndFitTheModel() {
        String id = api.ready("lease.md", LEASE);
        String text = api.get("/api/documents/" + id + "/text").text();

        JsonNode items = api.get("/api/documents/" + id + "/chunks").json().path("items");

        boolean[] covered = new boolean[text.length()];
        for (JsonNode chunk : items) {
            assertThat(chunk.path("tokens").asInt()).isBetween(1, 256);
            assertThat(chunk.path("embedded").asBoolean()).isTrue();
            java.util.Arrays.fill(
                    covered, chunk.path("start").asInt(), chunk.path("end").asInt(), true);
        }
        for (int i = 0; i < covered.length; i++) {
            assertThat(covered[i] || Character.isWhitespace(text.charAt(i)))
                    .as("character %d", i)
                    .isTrue();
        }
    }

    @Test
    void theSameContentIsOneDocumentUnlessACopyIsWanted() {
        String first = api.ready("a.md", LEASE);

        Api.Reply again = api.upload("b.md", LEASE.getBytes(StandardCharsets.UTF_8));
        Api.Reply copy = api.upload(
                "/api/documents?duplicate=true", "c.md", java.net.http.HttpRequest.BodyPublishers.ofString(LEASE));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("documentId").asText()).isEqualTo(first);
        assertThat(again.json().path("status").asText()).isEqualTo("ready");
        assertThat(copy.status()).isEqualTo(202);
        assertThat(copy.json().path("documentId").asText()).isNotEqualTo(first);
    }

    @Test
    void anIdempotencyKeyMakesARepetitionAnswerAsTheFirst() {
        Api.Reply first = api.upload("a.txt", "Some words".getBytes(StandardCharsets.UTF_8), "Idempotency-Key", "k1");
        Api.Reply second = api.upload("a.txt", "Some words".getBytes(StandardCharsets.UTF_8), "Idempotency-Key", "k1");
        Api.Reply other = api.upload("a.txt", "Other words".getBytes(StandardCharsets.UTF_8), "Idempotency-Key", "k1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("SERAI-DOC-009");
    }

    @Test
    void aDeletedDocumentIsGoneEverywhereAtOnce() {
        String id = api.ready("lease.md", LEASE);

        assertThat(api.delete("/api/documents/" + id).status()).isEqualTo(204);

        assertThat(api.get("/api/documents/" + id).status()).isEqualTo(404);
        assertThat(api.get("/api/documents/" + id + "/content").status()).isEqualTo(404);
        assertThat(api.search("{\"query\":\"monthly rent\"}")).isEmpty();
        assertThat(api.delete("/api/documents/" + id).status()).isEqualTo(404);
    }

    /** A worker takes the job and then the document; a deletion that did the reverse would wait for it in a circle. */
    @Test
    void aDeletionWaitsForTheWorkerThatHasTheJob() throws SQLException {
        String id = api.ready("lease.md", LEASE);
        JdbcTemplate system = TestHub.shared().system();
        CompletableFuture<Api.Reply> deletion;
        try (Connection worker = Objects.requireNonNull(system.getDataSource()).getConnection();
                Statement statement = worker.createStatement()) {
            worker.setAutoCommit(false);
            statement.execute("select id from jobs where document_id = '%s' for update".formatted(id));
            int pid = worker.unwrap(PgConnection.class).getBackendPID();
            deletion = CompletableFuture.supplyAsync(() -> api.delete("/api/documents/" + id));
            Awaitility.await()
                    .until(() -> Boolean.TRUE.equals(system.queryForObject(
                            "select exists (select from pg_locks where not granted and ? = any(pg_blocking_pids(pid)))",
                            Boolean.class,
                            pid)));

            statement.execute("update documents set updated_at = clock_timestamp() where id = '%s'".formatted(id));
            worker.commit();
        }

        assertThat(deletion.join().status()).isEqualTo(204);
        assertThat(api.get("/api/documents/" + id).status()).isEqualTo(404);
    }

    @Test
    void aDownloadIsTheUploadedBytesAsAHarmlessAttachment() {
        String id = api.ready("naïve \"name\".md", LEASE);

        Api.Reply content = api.get("/api/documents/" + id + "/content");

        assertThat(content.text()).isEqualTo(LEASE);
        assertThat(content.header("content-disposition")).startsWith("attachment;");
        assertThat(content.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(content.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(content.header("repr-digest")).startsWith("sha-256=:").endsWith("=:");
    }

    @Test
    void reprocessingMakesANewVersionAndSearchKeepsAnswering() {
        String id = api.ready("lease.md", LEASE);

        Api.Reply again = api.call("POST", "/api/documents/" + id + "/reprocess", null, "");

        assertThat(again.status()).isEqualTo(202);
        Awaitility.await()
                .until(
                        () -> api.get("/api/documents/" + id).json(),
                        d -> d.path("job").path("kind").asText().equals("reprocess")
                                && d.path("status").asText().equals("ready"));
        assertThat(api.get("/api/documents/" + id).json().path("version").asInt())
                .isEqualTo(2);
        assertThat(api.search("{\"query\":\"monthly rent\",\"k\":50}").findValuesAsText("documentId"))
                .contains(id);
    }

    @Test
    void regeneratingAnUnknownDocumentIs404() {
        Api.Reply reply = api.post("/api/analysis/regenerate", "{\"documentId\":\"%s\"}".formatted(UUID.randomUUID()));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-DOC-007");
    }

    @Test
    void pagesOfTheListMeetNoDocumentTwice() {
        for (int i = 0; i < 5; i++) {
            api.upload("n" + i + ".txt", ("document number " + i).getBytes(StandardCharsets.UTF_8));
        }
        Set<String> seen = new HashSet<>();
        String next = "";
        do {
            JsonNode page = api.get("/api/documents?limit=2" + (next.isEmpty() ? "" : "&after=" + next))
                    .json();
            page.path("items")
                    .forEach(d ->
                            assertThat(seen.add(d.path("documentId").asText())).isTrue());
            next = page.path("next").asText("");
            next = next.equals("null") ? "" : next;
        } while (!next.isEmpty());
        assertThat(seen).hasSize(5);
    }

    @Test
    void searchCanBeNarrowedToDocumentsAndTypes() {
        String one = api.ready("one.txt", "Vesting happens over four years with a cliff of one year.");
        String two = api.ready("two.txt", "Vesting is accelerated when the company is sold.");

        assertThat(api.search("{\"query\":\"vesting\",\"documentIds\":[\"%s\"]}".formatted(two))
                        .findValuesAsText("documentId"))
                .containsOnly(two);
        assertThat(api.search("{\"query\":\"vesting\"}").findValuesAsText("documentId"))
                .contains(one, two);
        assertThat(api.search("{\"query\":\"vesting\",\"documentTypes\":[\"equity\"]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hybrid", "vector", "keyword"})
    void everyModeFindsTheClause(String mode) {
        api.ready("lease.md", LEASE);

        JsonNode hits = api.search("{\"query\":\"monthly rent of the tenant\",\"mode\":\"%s\"}".formatted(mode));

        assertThat(hits.get(0).path("text").asText()).contains("14,250");
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertThat(api.search("{\"query\":\"anything\"}")).isEmpty();
    }

    private static Set<String> highlighted(JsonNode hit) {
        Set<String> words = new HashSet<>();
        String text = hit.path("text").asText();
        hit.path("highlights")
                .forEach(h -> words.add(
                        text.substring(h.path("start").asInt(), h.path("end").asInt())));
        return words;
    }
}
