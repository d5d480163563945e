package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Files that cannot become searchable: their owner is told why, an operator can see it, nobody else is held up. */
class FailureTest {
    private static final String SECRET = "Xylophonkonzert";

    private final TestHub hub = TestHub.shared();
    private final String org = "failure-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    @Test
    void badDay19_aTruncatedPdfFailsAtOnceAndSaysWhy() throws IOException {
        byte[] whole = pdf(false);
        String id = failed("cut.pdf", Arrays.copyOf(whole, whole.length / 3));

        assertFailure(id, "SERAI-TEXT-001");
    }

    @Test
    void badDay19_anEncryptedPdfFailsAtOnceAndSaysWhy() throws IOException {
        String id = failed("locked.pdf", pdf(true));

        assertFailure(id, "SERAI-TEXT-002");
    }

    @Test
    void aDeadLetterNamesRouteStepAndStageAndHoldsNoContent() throws IOException {
        byte[] whole = pdf(false);
        String id = failed("cut.pdf", Arrays.copyOf(whole, whole.length / 3));

        List<Map<String, Object>> rows = DeadLetters.rows(hub, id);

        assertThat(rows).hasSize(1);
        Map<String, Object> row = rows.getFirst();
        assertThat(row)
                .containsEntry("stage", "chunk")
                .containsEntry("route_id", "documents-chunk")
                .containsEntry("step_id", "documents-chunk-extract")
                .containsEntry("org_id", org)
                .containsEntry("error_code", "SERAI-TEXT-001")
                .containsEntry("attempts", 1);
        assertThat((String) row.get("fingerprint")).matches("[0-9a-f]{16}");
        assertNoSecret(row.values().toString());
    }

    @Test
    void theDeadLetterTopicIsTold() throws IOException {
        String id = failed("locked.pdf", pdf(true));

        String message = DeadLetters.message(hub, id);

        assertThat(message).contains("SERAI-TEXT-002", org, "\"stage\": \"chunk\"", "fingerprint");
        assertNoSecret(message);
    }

    @Test
    void theSameTroubleHasTheSameFingerprint() throws IOException {
        byte[] whole = pdf(false);
        Object first = fingerprint(failed("a.pdf", Arrays.copyOf(whole, whole.length / 3)));
        Object same = fingerprint(failed("b.pdf", Arrays.copyOf(whole, whole.length / 4)));
        Object other = fingerprint(failed("c.pdf", pdf(true)));

        assertThat(first).isEqualTo(same).isNotEqualTo(other);
    }

    @Test
    void badDay19_neighboursOfAFailureBecomeReady() throws IOException {
        Api.Reply bad = api.upload("locked.pdf", pdf(true));
        String before = api.ready("a.txt", "The neighbour before.");
        String after = api.ready("b.txt", "The neighbour after.");

        assertThat(api.settled(id(bad)).path("status").asText()).isEqualTo("failed");
        assertThat(api.search("{\"query\":\"neighbour\"}").findValuesAsText("documentId"))
                .contains(before, after)
                .doesNotContain(id(bad));
    }

    @Test
    void reprocessingAFailedFileTriesItAgainAsVersionTwo() throws IOException {
        String id = failed("locked.pdf", pdf(true));

        Api.Reply again = api.call("POST", "/api/documents/" + id + "/reprocess", null, "");

        assertThat(again.status()).isEqualTo(202);
        JsonNode end = api.settled(id);
        assertThat(end.path("version").asInt()).isEqualTo(2);
        assertThat(end.path("job").path("kind").asText()).isEqualTo("reprocess");
        assertFailure(id, "SERAI-TEXT-002");
        assertThat(DeadLetters.rows(hub, id))
                .extracting(row -> row.get("version"))
                .containsExactly(1, 2);
    }

    @Test
    void anObjectThatVanishedBeforeTheStoreStageIsMissing() throws Exception {
        String id = Paused.during(hub, "pipeline-relay", this::uploadAndLoseObject);

        JsonNode end = api.settled(id);

        assertThat(end.path("status").asText()).isEqualTo("failed");
        assertThat(end.path("failure").path("code").asText()).isEqualTo("SERAI-TEXT-006");
        assertThat(end.path("stages").findValuesAsText("stage")).containsExactly("store");
        assertThat(DeadLetters.rows(hub, id))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("step_id", "documents-store-verify")
                        .containsEntry("attempts", 1));
    }

    private String uploadAndLoseObject() {
        String id = id(api.upload("gone.txt", "Gone before anyone looked.".getBytes(StandardCharsets.UTF_8)));
        String key = Objects.requireNonNull(
                hub.system().queryForObject("select storage_key from documents where id = ?::uuid", String.class, id));
        hub.hub()
                .context()
                .getBean(S3Client.class)
                .deleteObject(r -> r.bucket("serai").key(key));
        return id;
    }

    private void assertFailure(String id, String code) {
        JsonNode end = api.get("/api/documents/" + id).json();
        assertThat(end.path("failure").path("code").asText()).isEqualTo(code);
        assertThat(end.path("failure").path("cause").asText()).isNotBlank();
        assertThat(end.path("failure").path("help").asText()).isNotBlank();
        assertThat(end.path("job").path("state").asText()).isEqualTo("dead-lettered");
        assertThat(end.path("job").path("attempt").asInt()).isEqualTo(1);
        assertThat(end.path("stages").findValuesAsText("outcome")).containsExactly("done", "dead-lettered");
        assertThat(end.path("chunks").asInt()).isZero();
        assertNoSecret(end.toString());
    }

    private void assertNoSecret(String text) {
        assertThat(text)
                .doesNotContain(SECRET, "Bearer", Objects.requireNonNull(api.token()))
                .doesNotContain(hub.setting("serai.s3.secret-key"), hub.setting("serai.s3.access-key"));
    }

    private Object fingerprint(String id) {
        return DeadLetters.rows(hub, id).getFirst().get("fingerprint");
    }

    private String failed(String name, byte[] content) {
        String id = id(api.upload(name, content));
        Awaitility.await().until(() -> api.settled(id).path("status").asText(), status -> status.equals("failed"));
        return id;
    }

    private static String id(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    /** Each call makes other bytes, so that no two tests upload the same content. */
    private static byte[] pdf(boolean encrypted) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content =
                    new PDPageContentStream(document, page, PDPageContentStream.AppendMode.OVERWRITE, false)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                content.newLineAtOffset(72, 720);
                content.showText(SECRET + " " + UUID.randomUUID());
                content.endText();
            }
            if (encrypted) {
                document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }
}
