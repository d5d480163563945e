package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
    private final MediaTypes types = new MediaTypes();

    @Test
    void pdfIsPdfWhateverItsName() throws IOException {
        assertThat(detect(Samples.pdf(List.of(List.of("Hello"))), "notes.txt")).isEqualTo(MediaType.PDF);
    }

    @ParameterizedTest
    @CsvSource({"notes.md, MARKDOWN", "NOTES.MARKDOWN, MARKDOWN", "notes.txt, TEXT", "notes, TEXT", "notes.rtf, TEXT"})
    void nameDecidesBetweenTextFlavoursOnly(String name, MediaType expected) {
        assertThat(detect(utf8("# Hello\n\nworld"), name)).isEqualTo(expected);
    }

    @Test
    void htmlIsToldByItsBeginning() {
        assertThat(detect(utf8("<!DOCTYPE html><html><body>x"), "a.txt")).isEqualTo(MediaType.HTML);
        assertThat(detect(utf8("<p>Fragment</p>"), "a.html")).isEqualTo(MediaType.HTML);
        assertThat(detect(utf8("<p>Fragment</p>"), "a.md")).isEqualTo(MediaType.MARKDOWN);
        assertThat(detect(utf8("a < b"), "a.txt")).isEqualTo(MediaType.TEXT);
    }

    @Test
    void textInAnyCommonCharsetIsText() {
        String text = "Der Vertrag läuft über zwölf Monate – „fest“.\n";
        assertThat(detect(text.getBytes(Charset.forName("windows-1252")), "a.txt"))
                .isEqualTo(MediaType.TEXT);
        assertThat(detect(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), "a.txt"))
                .isEqualTo(MediaType.TEXT);
        assertThat(detect(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE), "a.md"))
                .isEqualTo(MediaType.MARKDOWN);
        assertThat(detect("契約書".getBytes(Charset.forName("Shift_JIS")), "a.txt"))
                .isEqualTo(MediaType.TEXT);
    }

    @Test
    void lettersThatLookLikeMagicAreText() {
        assertThat(detect(utf8("MZ Capital Partners agrees"), "a.txt")).isEqualTo(MediaType.TEXT);
        assertThat(detect(utf8("From: Ada\nSubject: Vesting\n\nHello"), "a.txt"))
                .isEqualTo(MediaType.TEXT);
    }

    @Test
    void characterCutByThePrefixIsNoFault() {
        byte[] text = utf8("é".repeat(100));
        assertThat(detect(Arrays.copyOf(text, 199), "a.txt")).isEqualTo(MediaType.TEXT);
    }

    @Test
    void programRenamedToPdfIsRefusedByWhatItIs() {
        byte[] program = new byte[512];
        program[0] = 'M';
        program[1] = 'Z';
        assertRefused(program, "contract.pdf", "x-msdownload");
    }

    @Test
    void imagesOldOfficeAndMarkupAreRefused() {
        assertRefused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}, "a.txt", "image/png");
        assertRefused(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, "a.txt", "image/jpeg");
        byte[] ole = Arrays.copyOf(
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1},
                512);
        assertRefused(ole, "a.docx", "password-protected");
        assertRefused(utf8("{\\rtf1 Hello}"), "a.txt", "rtf");
        assertRefused(utf8("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "a.html", "svg");
    }

    @Test
    void noiseNamedTextIsRefused() {
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        noise[0] = 'x';
        assertRefused(noise, "a.txt", "binary");
    }

    @Test
    void wordFileIsConfirmedByItsTableOfContents() throws IOException {
        byte[] docx = Samples.docx();
        assertThat(detect(docx, "a.bin")).isEqualTo(MediaType.DOCX);
        assertThatCode(() -> confirm(docx)).doesNotThrowAnyException();
    }

    @Test
    void otherArchivesAreRefusedByName() throws IOException {
        byte[] xlsx = Samples.zip(List.of("[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>"));
        assertUnconfirmed(xlsx, "spreadsheet");
        assertUnconfirmed(Samples.zip(List.of("a.txt", "hello")), "zip archive without a Word document");
        assertRefused(Samples.zip(List.of()), "a.docx", "not a whole Word file");
    }

    @Test
    void halfAWordFileIsRefusedAsDamaged() throws IOException {
        byte[] docx = Samples.docx();
        assertUnconfirmed(Arrays.copyOf(docx, docx.length / 2), "not a whole Word file");
    }

    @Test
    void bombIsRefusedByItsOwnTableOfContents() throws IOException {
        byte[] bomb = Samples.bomb(60_000_000);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> confirm(bomb))
                .withMessageContaining("expands beyond the limit")
                .returns(Reason.TOO_LONG, Refusal::reason);
    }

    @Test
    void confirmFetchesNoMoreThanTheEndOfALargeFile() throws IOException {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        String filler = new String(noise, StandardCharsets.ISO_8859_1);
        byte[] docx = Samples.zip(List.of("media", filler, "[Content_Types].xml", "", "word/document.xml", ""));
        CountingReader reader = new CountingReader(docx);
        types.confirm(MediaType.DOCX, reader);
        assertThat(reader.read).isLessThan(300_000);
    }

    private static final class CountingReader implements RangeReader {
        private final byte[] content;
        private int read;

        CountingReader(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public byte[] read(long offset, int length) {
            read += length;
            return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
        }
    }

    private MediaType detect(byte[] content, String name) {
        return types.detect(content, name);
    }

    private void confirm(byte[] content) {
        types.confirm(MediaType.DOCX, new CountingReader(content));
    }

    private void assertRefused(byte[] content, String name, String found) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> detect(content, name))
                .withMessageContaining(found)
                .returns(Reason.TYPE_REFUSED, Refusal::reason);
    }

    private void assertUnconfirmed(byte[] content, String found) {
        assertThat(detect(content, "a.docx")).isEqualTo(MediaType.DOCX);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> confirm(content))
                .withMessageContaining(found)
                .returns(Reason.TYPE_REFUSED, Refusal::reason);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
