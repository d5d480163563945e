package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serai.text.Block.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class TextExtractorTest {
    @TempDir
    static Path folder;

    private static TextExtractor extractor;

    @BeforeAll
    static void open() {
        extractor = new TextExtractor(folder.resolve("work"), settings(Duration.ofSeconds(60), 10_000_000, 500));
    }

    @AfterAll
    static void close() {
        extractor.close();
    }

    private static ExtractionSettings settings(Duration timeout, int maxCharacters, int filesPerWorker) {
        return new ExtractionSettings(timeout, DataSize.ofMegabytes(256), maxCharacters, 1, filesPerWorker);
    }

    @Test
    void pdfKeepsPagesAndFindsHeadings() throws Exception {
        byte[] pdf = Samples.pdf(List.of(
                List.of("ARTICLE I Definitions", "", "Shares means common stock of the company."),
                List.of("4.2 Vesting", "", "The shares vest over four years from the start."),
                List.of("The last page has one line of text.")));
        ExtractedText text = extract(pdf, MediaType.PDF);
        assertThat(text.pageCount()).isEqualTo(3);
        assertThat(headings(text)).containsExactly("ARTICLE I Definitions", "4.2 Vesting");
        assertThat(blockOf(text, "Shares means").page()).isEqualTo(1);
        assertThat(blockOf(text, "vest over").page()).isEqualTo(2);
        assertThat(blockOf(text, "last page").page()).isEqualTo(3);
        assertCovered(text);
    }

    @Test
    void wordFileKeepsHeadingsAndTableRows() throws Exception {
        ExtractedText text = extract(Samples.docx(), MediaType.DOCX);
        assertThat(headings(text)).containsExactly("Definitions", "Vesting");
        assertThat(text.text()).contains("Holder | Shares\nOkonjo | 1,200");
        assertThat(blockOf(text, "Okonjo").kind()).isEqualTo(Kind.TABLE_ROW);
        assertThat(text.pageCount()).isNull();
        assertCovered(text);
    }

    @Test
    void htmlKeepsStructureAndLeavesScriptsOut() throws Exception {
        ExtractedText text = html("""
                <!DOCTYPE html><html><head><title>Bylaws &amp; more</title><style>p{color:red}</style></head><body>
                <script>alert('no')</script><h1>Bylaws</h1><div>First<br>line</div><h2>Meetings</h2>
                <ul><li>Annual</li><li><p>Special</p></li></ul>
                <table><tr><th>Role</th><th>Votes</th></tr>
                <tr><td>Chair</td><td><table><tr><td>inner</td><td>2</td></tr></table></td></tr></table>
                <p>The   end.</p></body></html>""");
        assertThat(text.title()).isEqualTo("Bylaws & more");
        assertThat(headings(text)).containsExactly("Bylaws", "Meetings");
        assertThat(text.text()).doesNotContain("alert").doesNotContain("color").contains("Role | Votes\nChair");
        assertThat(blockOf(text, "inner | 2").kind()).isEqualTo(Kind.TABLE_ROW);
        assertThat(blockOf(text, "Special").kind()).isEqualTo(Kind.LIST_ITEM);
        assertThat(text.text()).endsWith("The end.");
        assertCovered(text);
    }

    @Test
    void markdownStaysAsItIs() throws Exception {
        String source =
                "# Minutes\n\nPresent:\n\n- Ada\n- Bo\n\nVotes\n-----\n\n| a | b |\n|---|---|\n\n```\n# no heading\n```";
        ExtractedText text = extract(source.getBytes(StandardCharsets.UTF_8), MediaType.MARKDOWN);
        assertThat(headings(text)).containsExactly("# Minutes", "Votes\n-----");
        assertThat(text.title()).isEqualTo("Minutes");
        assertThat(text.text()).isEqualTo(source.replace("- Ada\n", "- Ada\n\n"));
        assertCovered(text);
    }

    @Test
    void plainTextIsReadInItsOwnCharset() throws Exception {
        String source = "§ 4 Kündigung\n\nDie Kündigungsfrist beträgt für beide Parteien drei Monate zum Quartalsende.";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
            ExtractedText text = extract(source.getBytes(charset), MediaType.TEXT);
            assertThat(text.text()).isEqualTo(source);
            assertThat(headings(text)).containsExactly("§ 4 Kündigung");
        }
    }

    @Test
    void controlCharactersAndHalfPairsAreGone() throws Exception {
        byte[] source = "\uFEFFa\0b\r\nc\u0007\uD800d".getBytes(StandardCharsets.UTF_16LE);
        assertThat(CleanText.of("x\uD800y\uD83D\uDE00\0")).isEqualTo("x\uFFFDy\uD83D\uDE00");
        assertThat(extract(source, MediaType.TEXT).text()).startsWith("ab\nc").doesNotContain("\0", "\u0007");
    }

    @Test
    void encryptedPdfSaysSo() {
        assertFails(() -> extract(Samples.encryptedPdf(), MediaType.PDF), ExtractionException.Kind.ENCRYPTED);
    }

    @Test
    void pdfCutShortIsUnreadable() throws Exception {
        byte[] pdf = Samples.pdf(List.of(List.of("Hello")));
        assertFails(() -> extract(Arrays.copyOf(pdf, 60), MediaType.PDF), ExtractionException.Kind.UNREADABLE);
        assertFails(
                () -> extract("%PDF-1.7 rubbish".getBytes(StandardCharsets.UTF_8), MediaType.PDF),
                ExtractionException.Kind.UNREADABLE);
    }

    @Test
    void wordFileThatIsNoneIsUnreadable() {
        assertFails(
                () -> extract(new byte[] {'P', 'K', 3, 4, 0, 0}, MediaType.DOCX), ExtractionException.Kind.UNREADABLE);
    }

    @Test
    void zipBombIsTooLong() {
        assertFails(() -> extract(Samples.bomb(80_000_000), MediaType.DOCX), ExtractionException.Kind.TOO_LONG);
    }

    @Test
    void externalEntityIsNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP-SECRET");
        String xml = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
                + "<w:t>Before &x; after</w:t></w:r></w:p></w:body></w:document>";
        String found;
        try {
            found = extract(Samples.docx(xml), MediaType.DOCX).text();
        } catch (ExtractionException e) {
            found = e.getMessage();
        }
        assertThat(found).doesNotContain("TOP-SECRET");
    }

    @Test
    void deepNestingIsHarmless() throws Exception {
        ExtractedText text = html("<html><body>" + "<div>".repeat(100_000) + "deep</body></html>");
        assertThat(text.text()).isEqualTo("deep");
    }

    @Test
    void textBeyondTheLimitIsTooLong() {
        ExtractionSettings small = settings(Duration.ofSeconds(60), 1000, 500);
        try (TextExtractor limited = new TextExtractor(folder.resolve("limited"), small)) {
            byte[] long_ = ("<p>" + "word ".repeat(1000) + "</p>").getBytes(StandardCharsets.UTF_8);
            assertFails(
                    () -> limited.extract(Samples.file(folder, long_), MediaType.HTML),
                    ExtractionException.Kind.TOO_LONG);
            assertFails(
                    () -> limited.extract(Samples.file(folder, long_), MediaType.TEXT),
                    ExtractionException.Kind.TOO_LONG);
        }
    }

    @Test
    void badDay35_slowFileIsStoppedAndTheNextOneIsRead() throws Exception {
        ExtractionSettings hasty = settings(Duration.ofMillis(1), 10_000_000, 500);
        try (TextExtractor limited = new TextExtractor(folder.resolve("hasty"), hasty)) {
            Path large =
                    Samples.file(folder, ("<p>" + "word ".repeat(1_000_000) + "</p>").getBytes(StandardCharsets.UTF_8));
            assertFails(() -> limited.extract(large, MediaType.HTML), ExtractionException.Kind.TOO_COMPLEX)
                    .withMessageContaining("took longer");
            assertFails(() -> limited.extract(large, MediaType.HTML), ExtractionException.Kind.TOO_COMPLEX);
        }
    }

    @Test
    void badDay35_fileThatNeedsTooMuchMemoryFailsAlone() throws Exception {
        ExtractionSettings tight =
                new ExtractionSettings(Duration.ofSeconds(60), DataSize.ofMegabytes(32), 50_000_000, 1, 500);
        try (TextExtractor limited = new TextExtractor(folder.resolve("tight"), tight)) {
            Path large = Samples.file(
                    folder, ("<p>" + "<b>word</b> ".repeat(2_000_000) + "</p>").getBytes(StandardCharsets.UTF_8));
            assertFails(() -> limited.extract(large, MediaType.HTML), ExtractionException.Kind.TOO_COMPLEX)
                    .withMessageContaining("memory");
            Path small = Samples.file(folder, "<p>small</p>".getBytes(StandardCharsets.UTF_8));
            assertThat(limited.extract(small, MediaType.HTML).text()).isEqualTo("small");
        }
    }

    @Test
    void badDay35_killedWorkerIsReplaced() throws Exception {
        assertThat(html("<p>one</p>").text()).isEqualTo("one");
        ProcessHandle worker = extractor.workers().getFirst().handle();
        assertThat(worker).isNotNull();
        worker.destroyForcibly();
        worker.onExit().join();
        assertThat(html("<p>two</p>").text()).isEqualTo("two");
    }

    @Test
    void workerIsReplacedAfterItsFilesAndEndsWithItsExtractor() throws Exception {
        ProcessHandle last;
        try (TextExtractor limited =
                new TextExtractor(folder.resolve("few"), settings(Duration.ofSeconds(60), 1000, 1))) {
            Path file = Samples.file(folder, "<p>x</p>".getBytes(StandardCharsets.UTF_8));
            limited.extract(file, MediaType.HTML);
            ProcessHandle first = limited.workers().getFirst().handle();
            limited.extract(file, MediaType.HTML);
            last = limited.workers().getFirst().handle();
            assertThat(last).isNotNull().isNotEqualTo(first);
        }
        last.onExit().join();
        assertThat(folder.resolve("few/worker-0")).doesNotExist();
    }

    @Test
    void callersShareTheWorkerOneAfterAnother() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> texts = IntStream.range(0, 40)
                    .mapToObj(i ->
                            callers.submit(() -> html("<p>text " + i + "</p>").text()))
                    .toList();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(texts.get(i).get()).isEqualTo("text " + i);
            }
        }
    }

    private static ExtractedText html(String source) throws IOException, ExtractionException {
        return extract(source.getBytes(StandardCharsets.UTF_8), MediaType.HTML);
    }

    private static ExtractedText extract(byte[] content, MediaType type) throws IOException, ExtractionException {
        return extractor.extract(Samples.file(folder, content), type);
    }

    private static List<String> headings(ExtractedText text) {
        return text.blocks().stream()
                .filter(block -> block.kind() == Kind.HEADING)
                .map(block -> text.text().substring(block.start(), block.end()))
                .toList();
    }

    private static Block blockOf(ExtractedText text, String words) {
        int at = text.text().indexOf(words);
        return text.blocks().stream()
                .filter(block -> block.start() <= at && at < block.end())
                .findFirst()
                .orElseThrow(() -> new AssertionError("'%s' is not in: %s".formatted(words, text.text())));
    }

    private static void assertCovered(ExtractedText text) {
        int end = 0;
        for (Block block : text.blocks()) {
            assertThat(text.text().substring(end, block.start())).isBlank();
            end = block.end();
        }
        assertThat(end).isEqualTo(text.text().length());
    }

    private static ThrowableAssertAlternative<ExtractionException> assertFails(
            Callable<?> extraction, ExtractionException.Kind kind) {
        return assertThatExceptionOfType(ExtractionException.class)
                .isThrownBy(extraction::call)
                .returns(kind, ExtractionException::kind);
    }
}
