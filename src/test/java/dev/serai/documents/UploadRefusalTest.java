package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Days 18 and 20 among others: a refused upload says precisely why and leaves neither row nor object nor file. */
class UploadRefusalTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "refusal-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.MEMBER);

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(api.get("/api/documents").json().path("items")).isEmpty();
        assertThat(Stored.objects(hub, org)).isEmpty();
        assertThat(Stored.spooled(hub)).isEmpty();
    }

    @Test
    void badDay20_fiveGigabytesAreRefusedBeforeTheyArrive() throws IOException {
        String head = "POST /api/documents HTTP/1.1\r\nHost: x\r\nX-File-Name: a.txt\r\nContent-Length: 5368709120\r\n"
                + "Authorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\n";
        assertThat(rawAnswer(head)).contains(" 413 ").contains("too-large").contains("SERAI-DOC-002");
    }

    @Test
    void badDay20_anUploadCutAtNinetyNinePercentLeavesNothing() throws IOException {
        String head = "POST /api/documents HTTP/1.1\r\nHost: x\r\nX-File-Name: a.txt\r\nContent-Length: 2000000\r\n"
                + "Authorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\n";
        assertThat(rawAnswer(head + "x".repeat(1_980_000))).contains(" 400 ").contains("cut-short");
        String form = "POST /api/documents HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: 2000000\r\nAuthorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        assertThat(rawAnswer(form + "x".repeat(1_980_000))).contains(" 400 ").contains("cut-short");
    }

    @Test
    void aPartWhoseHeadersAreEndlessIsToldSo() {
        Api.Reply reply = api.call(
                "POST",
                "/api/documents",
                "multipart/form-data; boundary=b",
                "--b\r\nX-Long: " + "x".repeat(20_000)
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nwords\r\n--b--\r\n");
        assertRefused(reply, 400, "form-invalid", "SERAI-DOC-010");
        assertThat(reply.text()).contains("8192");
    }

    @Test
    void badDay20_emptyFile() {
        assertRefused(api.upload("a.txt", new byte[0]), 400, "empty", "SERAI-DOC-001");
    }

    @Test
    void badDay20_emptyFileInAForm() {
        assertRefused(form("a.txt", "", ""), 400, "empty", "SERAI-DOC-001");
    }

    @Test
    void badDay20_tooLargeByItsAnnouncedLength() {
        assertRefused(api.upload("a.txt", filled(4_000_000)), 413, "too-large", "SERAI-DOC-002");
    }

    @Test
    void badDay20_tooLargeWithoutAnnouncedLengthIsNoticedWhileReading() {
        Api.Reply reply = api.upload(
                "/api/documents",
                "a.txt",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(filled(3_200_000))));
        assertRefused(reply, 413, "too-large", "SERAI-DOC-002");
    }

    @Test
    void badDay18_anExecutableNamedPdf() {
        byte[] elf = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 4096);
        assertRefused(api.upload("report.pdf", elf), 415, "type-refused", "SERAI-DOC-003");
    }

    @Test
    void aPlainZipNamedDocx() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write("hello".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        assertRefused(api.upload("a.docx", bytes.toByteArray()), 415, "type-refused", "SERAI-DOC-003");
    }

    @Test
    void badDay20_aConnectionThatEndsEarly() throws IOException {
        String head = "POST /api/documents HTTP/1.1\r\nHost: x\r\nX-File-Name: a.txt\r\nContent-Length: 1000\r\n"
                + "Authorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\nonly this";
        assertThat(rawAnswer(head)).contains(" 400 ").contains("cut-short").contains("SERAI-DOC-004");
    }

    @Test
    void badDay20_aFormThatEndsEarly() throws IOException {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nonly this";
        String head = "POST /api/documents HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: 5000\r\nAuthorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\n";
        assertThat(rawAnswer(head + body)).contains(" 400 ").contains("cut-short");
    }

    @Test
    void aFormThatEndsBeforeItsFile() throws IOException {
        String head = "POST /api/documents HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: 5000\r\nAuthorization: Bearer " + api.token() + "\r\nConnection: close\r\n\r\n";
        assertThat(rawAnswer(head + "--b\r\nContent-Dispo")).contains(" 400 ").contains("cut-short");
    }

    @Test
    void allBadFieldsAtOnce() {
        Api.Reply reply = form("a.txt", "words", "Equity!", "companyId", "../x");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors").findValuesAsText("at"))
                .containsExactlyInAnyOrder("/body/companyId", "/body/documentType");
    }

    @Test
    void unknownFieldsAreNotSilentlyDropped() {
        Api.Reply reply = form("a.txt", "words", "", "compnayId", "c1");
        assertRefused(reply, 400, "form-invalid", "SERAI-DOC-010");
        assertThat(reply.text()).contains("compnayId");
    }

    @Test
    void aFormWithoutFile() {
        Api.Reply reply = api.call(
                "POST",
                "/api/documents",
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"companyId\"\r\n\r\nc1\r\n--b--\r\n");
        assertRefused(reply, 400, "form-invalid", "SERAI-DOC-010");
    }

    @Test
    void aRawBodyWithoutName() {
        Api.Reply reply = api.call("POST", "/api/documents", "text/plain", "words");
        assertRefused(reply, 400, "form-invalid", "SERAI-DOC-010");
    }

    private Api.Reply form(String name, String content, String documentType, String... field) {
        StringBuilder body = new StringBuilder();
        if (!documentType.isEmpty()) {
            part(body, "documentType", documentType);
        }
        if (field.length > 0) {
            part(body, field[0], field[1]);
        }
        body.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name)
                .append("\"\r\nContent-Type: text/plain\r\n\r\n")
                .append(content)
                .append("\r\n--b--\r\n");
        return api.call("POST", "/api/documents", "multipart/form-data; boundary=b", body.toString());
    }

    private static void part(StringBuilder body, String name, String value) {
        body.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n");
    }

    private static void assertRefused(Api.Reply reply, int status, String reason, String code) {
        JsonNode problem = reply.json();
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("help").asText()).isNotBlank();
    }

    private String rawAnswer(String request) throws IOException {
        URI address = URI.create(api.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
