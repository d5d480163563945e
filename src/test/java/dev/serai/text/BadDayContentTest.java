package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days 15, 16, 18 and 19: files made to harm whoever reads them. Each is its own failure; a neighbour becomes ready. */
class BadDayContentTest {
    private static final String WORD =
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>%s"
                    + "</w:t></w:r></w:p></w:body></w:document>";
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END_OF_DIRECTORY = 0x06054b50;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.shared();
    private final Api api = hub.as("content-" + UUID.randomUUID(), Role.ORG_ADMIN);
    private ServerSocket lure;

    @BeforeEach
    void listen() throws IOException {
        lure = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void neighboursGoOnAndNobodyCalledHome() throws IOException {
        api.ready("neighbour.txt", "The neighbour of a bad file.");
        lure.setSoTimeout(1);
        assertThatThrownBy(lure::accept).isInstanceOf(SocketTimeoutException.class);
        lure.close();
    }

    @Test
    void badDay15_nestedArchivesAreNotUnpackedAtAll() throws IOException {
        byte[] level = zip("zeros.bin", new byte[1_000_000]);
        for (int depth = 0; depth < 6; depth++) {
            level = zip("lib.zip", level);
        }

        assertRefused(api.upload("42.zip", level), 415, "SERAI-DOC-003");
        assertRefused(api.upload("42.docx", level), 415, "SERAI-DOC-003");
    }

    @Test
    void badDay15_aWordFileWithAnEntryOfTenGigabytesExpandsBeyondTheLimit() throws IOException {
        Api.Reply reply = api.upload("large.docx", claiming(10_000_000_000L));

        assertRefused(reply, 422, "SERAI-TEXT-004");
        assertThat(reply.json().path("detail").asText()).contains("expands beyond the limit", "10,000,00");
    }

    @Test
    void badDay15_theRatioCountsWhereTheSizeAloneWouldPass() throws IOException {
        assertRefused(api.upload("ratio.docx", Samples.bomb(60_000_000)), 422, "SERAI-TEXT-004");
    }

    @Test
    void badDay15_aBombThatLiesAboutItsSizeIsStoppedWhileItIsUnpacked() throws IOException {
        byte[] bomb = Samples.bomb(80_000_000);
        ByteBuffer bytes = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bomb.length - 46; at++) {
            if (bytes.getInt(at) == CENTRAL_HEADER) {
                bytes.putInt(at + 24, 2_000); // the uncompressed size
            }
        }

        assertFailed(api.upload("liar.docx", bomb), "SERAI-TEXT-004", "SERAI-TEXT-001");
    }

    @Test
    void badDay15_overlappingEntriesAreRefused() throws IOException {
        assertRefused(api.upload("overlap.docx", overlapping(100_000, 40)), 415, "SERAI-DOC-003");
        assertRefused(api.upload("overlap.docx", overlapping(5_000_000, 400)), 422, "SERAI-TEXT-004");
    }

    @Test
    void badDay16_entitiesAndDtdsOfAWordFileAreNotFetched() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP-SECRET");
        String home = "http://127.0.0.1:" + lure.getLocalPort() + "/";
        List<String> types = List.of(
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + home + "\">]>",
                "<!DOCTYPE d SYSTEM \"" + home + "a.dtd\"><!-- &x; -->",
                "<!DOCTYPE d [<!ENTITY % p SYSTEM \"" + home + "p.dtd\">%p;<!ENTITY x \"y\">]>");
        for (String type : types) {
            Api.Reply reply = api.upload(
                    "xxe.docx", Samples.docx("<?xml version=\"1.0\"?>" + type + WORD.formatted("Before &x; after")));
            assertHarmless(reply);
        }
    }

    @Test
    void badDay16_billionLaughsAreNotLaughed() throws IOException {
        StringBuilder type = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            type.append(
                    "<!ENTITY l%d \"%s\">".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
        }

        assertHarmless(api.upload("laughs.docx", Samples.docx(type + "]>" + WORD.formatted("&l11;"))));
    }

    @Test
    void badDay16_whatAFilePointsAtIsNotFetched() throws IOException {
        String home = "http://127.0.0.1:" + lure.getLocalPort() + "/";
        String relations = Samples.RELATIONS.replace(
                "</Relationships>",
                "<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\""
                        + " Target=\"" + home + "t.dotm\" TargetMode=\"External\"/></Relationships>");
        byte[] word = Samples.zip(List.of(
                "[Content_Types].xml",
                Samples.CONTENT_TYPES,
                "_rels/.rels",
                relations,
                "word/document.xml",
                WORD.formatted("Words beside a template.")));
        String page = "<!DOCTYPE html SYSTEM \"" + home + "x.dtd\"><html><head><base href=\"" + home + "\">"
                + "<link rel=stylesheet href=a.css></head><body><p>Words beside pictures.</p><img src=\"" + home
                + "a.png\"><iframe src=\"" + home + "\"></iframe><script src=\"" + home
                + "a.js\"></script></body></html>";

        assertHarmless(api.upload("template.docx", word));
        assertHarmless(api.upload("page.html", page.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>",
            })
    void badDay16_xmlAndSvgAreRefusedByType(String content) {
        for (String name : List.of("a.svg", "a.xml", "a.html", "a.txt")) {
            assertRefused(api.upload(name, content.getBytes(StandardCharsets.UTF_8)), 415, "SERAI-DOC-003");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!DOCTYPE html><html><script>alert(1)</script></html>", "MZ is how programs begin", "words"})
    void badDay18_textUnderAPdfsNameIsRefused(String content) {
        for (String name : List.of("report.pdf", "REPORT.PDF", "report.docx")) {
            assertRefused(api.upload(name, content.getBytes(StandardCharsets.UTF_8)), 415, "SERAI-DOC-003");
        }
    }

    @Test
    void badDay18_programsUnderAPdfsNameAreRefused() {
        byte[] windows = new byte[4096];
        System.arraycopy(new byte[] {'M', 'Z', (byte) 0x90, 0, 3}, 0, windows, 0, 5);
        byte[] java = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 65, 0, 1};

        assertRefused(api.upload("report.pdf", windows), 415, "SERAI-DOC-003");
        assertRefused(api.upload("report.pdf", java), 415, "SERAI-DOC-003");
    }

    @Test
    void badDay18_aPolyglotIsWhatItBeginsWithAndNeverServedInline() throws IOException {
        byte[] pdf = Samples.pdf(List.of(List.of("Half PDF, half archive " + UUID.randomUUID())));
        byte[] zip = zip("evil.html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

        assertRefused(api.upload("report.pdf", joined(zip, pdf)), 415, "SERAI-DOC-003");
        Api.Reply taken = api.upload("report.docx", joined(pdf, zip));
        JsonNode end = api.settled(taken.json().path("documentId").asText());
        assertThat(end.path("mediaType").asText()).isEqualTo("application/pdf");
        assertServedAsAttachment(end);
    }

    @Test
    void badDay18_aPageWithScriptsIsServedAsAttachment() {
        String id =
                api.ready("page.html", "<!DOCTYPE html><html><script>alert(1)</script><p>Words of a page.</p></html>");

        assertServedAsAttachment(api.get("/api/documents/" + id).json());
        Api.Reply text = api.get("/api/documents/" + id + "/text");
        assertThat(text.header("content-type")).startsWith("text/plain");
        assertThat(text.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(text.text()).doesNotContain("alert");
    }

    @Test
    void badDay19_aPdfOfAHundredThousandPagesFailsWithItsReason() throws IOException {
        assertFailed(api.upload("pages.pdf", pages(100_000)), "SERAI-TEXT-004", "SERAI-TEXT-003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The table of objects says that the table before it is itself.
                """
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
                xref
                0 1
                0000000000 65535 f\s
                trailer<</Root 1 0 R/Size 3/Prev 96>>
                startxref
                96
                %%EOF""",
                // The tree of pages is its own child.
                """
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj
                trailer<</Root 1 0 R/Size 3>>
                startxref
                0
                %%EOF""",
                // The length of the page's content is that content.
                """
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj
                4 0 obj<</Length 4 0 R>>stream
                BT
                endstream endobj
                trailer<</Root 1 0 R/Size 5>>
                startxref
                0
                %%EOF"""
            })
    void badDay19_aPdfThatRunsInCirclesFailsWithItsReason(String content) {
        Api.Reply reply =
                api.upload("loop.pdf", (content + "\n%" + UUID.randomUUID()).getBytes(StandardCharsets.ISO_8859_1));

        assertFailed(reply, "SERAI-TEXT-001", "SERAI-TEXT-003", "SERAI-TEXT-005");
    }

    @Test
    void badDay19_scriptsOfAPdfAreNeitherRunNorIndexed() throws IOException {
        String home = "http://127.0.0.1:" + lure.getLocalPort() + "/";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document =
                org.apache.pdfbox.Loader.loadPDF(Samples.pdf(List.of(List.of("Words beside a script."))))) {
            document.getDocumentCatalog()
                    .setOpenAction(new PDActionJavaScript("app.launchURL('" + home + "'); var scripted = 1;"));
            document.save(out);
        }

        Api.Reply reply = api.upload("script.pdf", out.toByteArray());

        String id = reply.json().path("documentId").asText();
        assertThat(api.settled(id).path("status").asText()).isEqualTo("ready");
        assertThat(api.get("/api/documents/" + id + "/text").text())
                .contains("Words beside a script")
                .doesNotContain("launchURL", "scripted");
    }

    private void assertServedAsAttachment(JsonNode document) {
        Api.Reply content =
                api.get("/api/documents/" + document.path("documentId").asText() + "/content");
        assertThat(content.status()).isEqualTo(200);
        assertThat(content.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(content.header("content-disposition")).startsWith("attachment;");
        assertThat(content.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(content.header("content-security-policy"))
                .contains("sandbox")
                .contains("default-src 'none'");
    }

    /** Either its text without anything foreign, or failed with a reason. */
    private void assertHarmless(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("documentId").asText();
        JsonNode end = api.settled(id);
        if (end.path("status").asText().equals("failed")) {
            assertThat(end.path("failure").path("code").asText()).startsWith("SERAI-TEXT-");
        } else {
            assertThat(api.get("/api/documents/" + id + "/text").text())
                    .hasSizeLessThan(1_000)
                    .doesNotContain("TOP-SECRET", "lollol");
        }
        assertThat(end.toString()).doesNotContain("TOP-SECRET");
    }

    private void assertFailed(Api.Reply reply, String... codes) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        JsonNode end = api.settled(reply.json().path("documentId").asText());
        assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("failed");
        assertThat(end.path("failure").path("code").asText()).isIn((Object[]) codes);
        assertThat(end.path("failure").path("cause").asText()).isNotBlank();
        assertThat(end.path("failure").path("help").asText()).isNotBlank();
        assertThat(end.path("job").path("attempt").asInt()).isEqualTo(1);
    }

    private static void assertRefused(Api.Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.ZipOutputStream zip = new java.util.zip.ZipOutputStream(out)) {
            zip.putNextEntry(new java.util.zip.ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    /** A Word file one of whose parts is said to be that large, as a real bomb would say too. */
    private static byte[] claiming(long size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (String name : List.of("[Content_Types].xml", "word/document.xml", "word/media/zeros.bin")) {
                byte[] packed = deflated(new byte[1_000]);
                ZipArchiveEntry entry = new ZipArchiveEntry(name);
                entry.setMethod(ZipArchiveEntry.DEFLATED);
                entry.setSize(name.endsWith(".bin") ? size : 1_000);
                entry.setCompressedSize(packed.length);
                entry.setCrc(0);
                zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed));
            }
        }
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(content);
            deflater.finish();
            byte[] packed = new byte[content.length + 100];
            return java.util.Arrays.copyOf(packed, deflater.deflate(packed));
        }
    }

    /** A Word file whose table of contents names the same bytes many times. */
    private static byte[] overlapping(int size, int times) throws IOException {
        byte[] noise = new byte[size / 50];
        new java.util.Random(7).nextBytes(noise);
        String part = java.util.Base64.getEncoder().encodeToString(noise) + "a".repeat(size);
        byte[] whole = Samples.zip(List.of("[Content_Types].xml", "x", "word/document.xml", "y", "00000.bin", part));
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int end = whole.length - 22;
        assertThat(bytes.getInt(end)).isEqualTo(END_OF_DIRECTORY);
        int directory = bytes.getInt(end + 16);
        int last = end - 46 - "00000.bin".length();
        assertThat(bytes.getInt(last)).isEqualTo(CENTRAL_HEADER);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, end);
        for (int i = 1; i < times; i++) {
            byte[] again = java.util.Arrays.copyOfRange(whole, last, end);
            System.arraycopy("%05d".formatted(i).getBytes(StandardCharsets.US_ASCII), 0, again, 46, 5);
            out.write(again);
        }
        bytes.putShort(end + 8, (short) (times + 2)).putShort(end + 10, (short) (times + 2));
        bytes.putInt(end + 12, out.size() - directory);
        out.write(whole, end, 22);
        return out.toByteArray();
    }

    private static byte[] pages(int count) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < count; i++) {
                document.addPage(new PDPage());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }
}
