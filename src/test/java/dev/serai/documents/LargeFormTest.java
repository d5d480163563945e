package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.http.OwnOrg;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** Forms whose file outgrows memory: whatever stands behind the file, the store has exactly the file. */
class LargeFormTest {
    /** Mostly blanks: it is to be stored, not to keep the embedding busy. */
    private static final byte[] FILE = ("All notices shall be in writing.\r\n--bou nd\r\n"
                    + ("\r\n" + " ".repeat(998)).repeat(2_000))
            .getBytes(StandardCharsets.UTF_8);

    private final Api api = TestHub.shared().as("forms-" + UUID.randomUUID(), Role.MEMBER);

    @Test
    void theFileLast() {
        assertStored(form(field("companyId", "c1") + FILE_HEAD, "\r\n--bound--\r\n"));
    }

    @Test
    void theFileLastWithoutAFinalLineEnd() {
        assertStored(form(field("companyId", "c1") + FILE_HEAD, "\r\n--bound--"));
    }

    @Test
    void aFieldBehindTheFile() {
        assertStored(form(FILE_HEAD, "\r\n" + field("companyId", "c1") + "--bound--\r\n"));
    }

    @Test
    void wordsBehindTheForm() {
        assertStored(form(field("companyId", "c1") + FILE_HEAD, "\r\n--bound--\r\nan epilogue"));
    }

    @Test
    void aBadFieldBehindTheFileLeavesNothing() {
        Api.Reply reply = send(form(FILE_HEAD, "\r\n" + field("companyId", "../x") + "--bound--\r\n"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(api.get("/api/documents").json().path("items")).isEmpty();
    }

    @Test
    void theGuessIsRightWhenTheFileIsLast() throws IOException {
        byte[] bytes = form(field("companyId", "c1") + FILE_HEAD, "\r\n--bound--\r\n");
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/documents");
        request.setContentType("multipart/form-data; boundary=bound");
        request.setContent(bytes);
        UploadForm form = UploadForm.of(request, request.getInputStream(), Map.of(), OwnOrg.of(null));

        int read = form.content().readNBytes(1_000_000).length;

        assertThat(form.expectedRest()).isEqualTo(FILE.length - read);
    }

    private static final String FILE_HEAD =
            "--bound\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";

    private void assertStored(byte[] form) {
        Api.Reply reply = send(form);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("documentId").asText();
        assertThat(api.get("/api/documents/" + id + "/content").bytes()).isEqualTo(FILE);
        assertThat(api.get("/api/documents/" + id).json().path("companyId").asText())
                .isEqualTo("c1");
    }

    private Api.Reply send(byte[] form) {
        return api.send(api.request("/api/documents")
                .header("Content-Type", "multipart/form-data; boundary=bound")
                .POST(BodyPublishers.ofByteArray(form))
                .build());
    }

    private static byte[] form(String before, String behind) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(FILE);
        form.writeBytes(behind.getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static String field(String name, String value) {
        return "--bound\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
}
