package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A book in front of a note, at a stage with one worker. */
@OwnServers
class LongDocumentTest {
    private static Embedder embedder;
    private static TestHub hub;

    @BeforeAll
    static void start() throws IOException {
        embedder = new Embedder();
        hub = TestHub.own(Map.of(
                "SERAI_EMBEDDING_PROVIDER", "remote",
                "SERAI_EMBEDDING_URL", embedder.url(),
                "serai.pipeline.consumers.embed", "1",
                "serai.pipeline.embed-batch", "4"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        embedder.close();
    }

    @Test
    void aBookGivesWayBetweenTwoBatchesAndKeepsWhatItHas() {
        Api author = hub.as("author", Role.MEMBER);
        Api writer = hub.as("writer", Role.MEMBER);
        embedder.hold();
        String book = accept(author, pages(60));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> embedder.asking() == 1);
        String note = accept(writer, "One line");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> number(
                                "select count(*) from jobs where stage = 'embed' and state = 'waiting'"
                                        + " and document_id = ?::uuid",
                                note)
                        == 1);
        embedder.open();

        assertThat(writer.settled(note).path("status").asText()).isEqualTo("ready");
        assertThat(author.settled(book).path("status").asText()).isEqualTo("ready");
        assertThat(outcomes(book)).startsWith("continued").endsWith("done").containsOnlyOnce("done");
        assertThat(outcomes(note)).containsExactly("done");
        assertThat(number("""
                        select count(*) from job_stages n join job_stages b on b.ended_at > n.ended_at
                        where n.stage = 'embed' and b.stage = 'embed' and b.outcome = 'done'
                          and n.job_id in (select id from jobs where document_id = ?::uuid)
                        """, note)).as("the note was done before the book").isEqualTo(1);
        assertThat(number(
                        "select count(*) from document_chunks where document_id = ?::uuid and embedding is null", book))
                .isZero();
        assertThat(number("select count(*) from document_chunks where document_id = ?::uuid", book))
                .isGreaterThan(8);
        assertThat(embedder.texts())
                .as("each chunk was embedded once")
                .isEqualTo(number("select count(*) from document_chunks where org_id <> ?", "nobody"));
    }

    @Test
    void aBookThatNobodyWaitsBehindGoesOnWithoutPause() {
        Api reader = hub.as("reader", Role.MEMBER);
        String book = accept(reader, pages(61));

        assertThat(reader.settled(book).path("status").asText()).isEqualTo("ready");
        assertThat(outcomes(book)).containsExactly("done");
    }

    private static String pages(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> "Clause %d. ".formatted(i) + "The parties agree on the terms of this clause. ".repeat(12))
                .collect(Collectors.joining("\n\n"));
    }

    private static String accept(Api api, String text) {
        Api.Reply reply = api.upload("f.txt", text.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private static List<String> outcomes(String document) {
        return hub.system()
                .queryForList(
                        "select outcome from job_stages where stage = 'embed' and job_id in"
                                + " (select id from jobs where document_id = ?::uuid) order by id",
                        String.class,
                        document);
    }

    private static long number(String sql, String argument) {
        return java.util.Objects.requireNonNull(hub.system().queryForObject(sql, Long.class, argument));
    }
}
