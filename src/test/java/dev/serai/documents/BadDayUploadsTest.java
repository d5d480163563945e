package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.text.TextExtractor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Days 17, 21 and 42: names that are no names, the same file from many hands at once, a disk without room. */
class BadDayUploadsTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "uploads-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    static List<String> hostileNames() {
        return List.of(
                "../../etc/passwd",
                "..\\..\\windows\\system32\\x",
                "C:\\x",
                "a\u0000b.txt",
                "a\r\nSet-Cookie: b=c\r\n\r\n.txt",
                "x".repeat(4_096) + ".txt",
                "\u202Etxt.exe",
                "a\u200B\uFEFF\u2028\u0085.txt",
                ".htaccess",
                "..",
                "\"; filename=evil.html; x=\"",
                "<script>alert(1)</script>.txt",
                "%2e%2e%2fpasswd",
                "'; drop table documents; --.txt",
                "CON",
                "\uD83D\uDE00 übergabe.txt");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void badDay17_aHostileNameIsShownCleanAndNeverAKey(String name) {
        Api.Reply raw = api.upload(
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                ("Words " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        Api.Reply form = api.call(
                "POST",
                "/api/documents",
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + name.replaceAll("[\r\n]", "").replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\"\r\n\r\nWords in a form " + UUID.randomUUID() + "\r\n--b--\r\n");

        assertClean(raw);
        assertClean(form);
        assertThat(Stored.objects(hub, org))
                .hasSize(2)
                .allMatch(key -> key.matches("orgs/" + org + "/documents/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    private void assertClean(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("documentId").asText();
        JsonNode document = api.get("/api/documents/" + id).json();
        assertThat(document.path("fileName").asText())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("/", "\\")
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*")
                .isNotIn(".", "..");
        Api.Reply content = api.get("/api/documents/" + id + "/content");
        String disposition = content.header("content-disposition");
        assertThat(disposition).startsWith("attachment; filename=\"");
        String quoted = disposition.replaceAll("\\\\.", "_");
        assertThat(quoted.substring(quoted.indexOf('"') + 1).replaceFirst("^[^\"]*\"", ""))
                .matches("(; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*)?");
        assertThat(content.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void badDay21_theSameFileFromManyHandsIsOneDocument() throws Exception {
        byte[] content = ("Words that everybody has " + org).getBytes(StandardCharsets.UTF_8);

        List<Api.Reply> replies = atOnce(16, i -> () -> api.upload("n" + i + ".txt", content));

        assertThat(replies).extracting(Api.Reply::status).containsOnly(200, 202).containsOnlyOnce(202);
        assertThat(ids(replies)).containsOnly(ids(replies).getFirst());
        assertOneOf(ids(replies).getFirst());
        assertThat(api.get("/api/documents").json().path("items")).hasSize(1);
        assertThat(Stored.objects(hub, org)).hasSize(1);
    }

    @Test
    void badDay21_copiesThatAreWantedAreDocumentsOfTheirOwn() throws Exception {
        List<Api.Reply> replies = atOnce(
                4,
                i -> () -> api.upload(
                        "/api/documents?duplicate=true", "a.txt", BodyPublishers.ofString("Words of " + org)));

        assertThat(replies).extracting(Api.Reply::status).containsOnly(202);
        assertThat(ids(replies)).doesNotHaveDuplicates();
        assertThat(Stored.objects(hub, org)).hasSize(4);
    }

    @Test
    void badDay21_oneKeyFromManyHandsIsOneAnswer() throws Exception {
        byte[] content = ("Words of one key " + org).getBytes(StandardCharsets.UTF_8);

        List<Api.Reply> replies = atOnce(12, i -> () -> api.upload("a.txt", content, "Idempotency-Key", "once"));

        assertThat(replies).extracting(Api.Reply::status).allMatch(status -> status == 202 || status == 200);
        assertThat(ids(replies)).containsOnly(ids(replies).getFirst());
        assertOneOf(ids(replies).getFirst());
        assertThat(Stored.objects(hub, org)).hasSize(1);
    }

    /** One job, one set of chunks, one entry in the index's log. */
    private void assertOneOf(String id) {
        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        for (String table : List.of("jobs", "document_chunks", "index_changes")) {
            assertThat(hub.system()
                            .queryForObject(
                                    "select count(*) from " + table + " where document_id = ?::uuid",
                                    Integer.class,
                                    id))
                    .as(table)
                    .isOne();
        }
    }

    @Test
    void badDay42_anUploadThatTheDiskDoesNotTakeIsRefusedAndLeavesNothing() throws IOException {
        Path spool = Path.of(hub.setting("serai.data"), "uploads");
        Path away = spool.resolveSibling("uploads-away");
        byte[] large = "words ".repeat(400_000).getBytes(StandardCharsets.UTF_8);
        Files.move(spool, away);
        try {
            Api.Reply reply = api.upload(
                    "/api/documents", "a.txt", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

            assertThat(reply.status()).as(reply.text()).isEqualTo(503);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-DOC-005");
            assertThat(reply.json().path("detail").asText()).contains("disk").doesNotContain(spool.toString());
            assertThat(reply.header("retry-after")).isNotEmpty();
            assertThat(api.get("/api/documents").json().path("items")).isEmpty();
            assertThat(Stored.objects(hub, org)).isEmpty();
        } finally {
            Files.move(away, spool);
        }
        assertThat(Stored.spooled(hub)).isEmpty();
    }

    @Test
    void badDay42_aSpoolThatFillsUpKeepsNothingOfTheFile(@TempDir Path folder) throws IOException {
        // Linux has a file that is always full.
        Path full = Files.createSymbolicLink(folder.resolve("spooled"), Path.of("/dev/full"));
        try (GrowingFile file = new GrowingFile(full)) {
            assertThatIOException()
                    .isThrownBy(() -> file.write(new byte[10]))
                    .withMessageContaining("No space left on device");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void badDay42_aWorkCopyThatFindsNoRoomIsTriedAgainLater(@TempDir Path folder) throws IOException {
        Path noFolder = Files.writeString(folder.resolve("work"), "a file where the folder should be");
        Extraction extraction = new Extraction(hub.hub().context().getBean(TextExtractor.class), noFolder);
        Exchange exchange = new DefaultExchange(hub.hub().context().getBean(CamelContext.class));
        exchange.getMessage().setBody(new ByteArrayInputStream(new byte[10]));
        exchange.getMessage().setHeader("mediaType", "text/plain");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> extraction.extract(exchange))
                .returns(Reason.STORAGE_UNAVAILABLE, Refusal::reason)
                .matches(refusal -> refusal.reason().status() >= 500, "passes, so the stage is tried again");
    }

    private static <T> List<T> atOnce(int times, java.util.function.IntFunction<Callable<T>> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<T> results = new ArrayList<>();
            for (Future<T> one :
                    threads.invokeAll(IntStream.range(0, times).mapToObj(task).toList())) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static List<String> ids(List<Api.Reply> replies) {
        return replies.stream()
                .map(reply -> reply.json().path("documentId").asText())
                .collect(Collectors.toList());
    }
}
