package dev.serai.text;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Proves by its table of contents that a zip archive is a Word file, without fetching more than that. */
final class WordArchive {
    private static final long MAX_EXPANDED = 1_000_000_000;
    /** Below this size any ratio is harmless. */
    private static final long RATIO_FROM = 50_000_000;

    private static final long MAX_RATIO = 200;

    private WordArchive() {}

    static void require(RangeReader object) {
        List<ZipArchiveEntry> entries = entries(object);
        List<String> names = entries.stream().map(ZipArchiveEntry::getName).toList();
        if (names.isEmpty()) {
            throw damaged("the archive is empty");
        }
        if (!names.contains("[Content_Types].xml") || !names.contains("word/document.xml")) {
            throw MediaTypes.refused(kind(names));
        }
        requireReasonable(entries, object.size());
    }

    private static List<ZipArchiveEntry> entries(RangeReader object) {
        try (RangeChannel channel = new RangeChannel(object);
                // Local headers are for unpacking; reading them would fetch the whole file.
                ZipFile zip = ZipFile.builder()
                        .setSeekableByteChannel(channel)
                        .setIgnoreLocalFileHeader(true)
                        .get()) {
            return new ArrayList<>(Collections.list(zip.getEntries()));
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    static Refusal damaged(String found) {
        return Refusal.of(
                Reason.TYPE_REFUSED,
                "The file begins like a Word file but is not a whole Word file: " + found,
                "Open the document in Word, save it again as .docx and upload that");
    }

    private static String kind(List<String> names) {
        if (names.contains("xl/workbook.xml")) {
            return "a spreadsheet (xlsx)";
        }
        if (names.contains("ppt/presentation.xml")) {
            return "a presentation (pptx)";
        }
        return names.contains("META-INF/MANIFEST.MF") ? "a Java archive" : "a zip archive without a Word document";
    }

    private static void requireReasonable(List<ZipArchiveEntry> entries, long packed) {
        long expanded = sum(entries, ZipArchiveEntry::getSize);
        boolean absurd = expanded > RATIO_FROM && expanded / Math.max(1, packed) > MAX_RATIO;
        if (expanded > MAX_EXPANDED || absurd) {
            throw Refusal.of(
                    Reason.TOO_LONG,
                    "The Word file of %,d bytes expands beyond the limit, to %,d bytes; at most %,d and %d times its size are accepted"
                            .formatted(packed, expanded, MAX_EXPANDED, MAX_RATIO),
                    "Save the document again in Word, or split it, and upload that");
        }
        if (sum(entries, ZipArchiveEntry::getCompressedSize) > packed) {
            // Entries that lie beside each other cannot be larger together than the archive.
            throw damaged("its entries overlap");
        }
    }

    /** Sizes are the file's own claim; saturates instead of overflowing. */
    private static long sum(List<ZipArchiveEntry> entries, ToLongFunction<ZipArchiveEntry> size) {
        long sum = 0;
        for (ZipArchiveEntry entry : entries) {
            long claimed = Math.min(Long.MAX_VALUE / 4, Math.max(0, size.applyAsLong(entry)));
            sum = Math.min(Long.MAX_VALUE / 2, sum + claimed);
        }
        return sum;
    }
}
