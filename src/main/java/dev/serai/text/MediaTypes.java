package dev.serai.text;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * Types files by content. A name is believed only where content cannot tell: between Markdown, plain text and HTML
 * without a beginning.
 */
public final class MediaTypes {
    private static final Pattern WHOLE_PAGE =
            Pattern.compile("(?is)\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.{0,4096}?-->\\s*)*<(?:!doctype\\s+html|html)\\b.*");
    private static final Pattern ANY_TAG = Pattern.compile("(?s).*<[a-zA-Z][^<>]{0,200}>.*");
    /** Written in letters, but for machines. */
    private static final Set<String> MARKUP = Set.of("application/rtf", "application/postscript", "application/xml");

    private static final Set<String> ZIPS =
            Set.of("application/zip", "application/x-tika-ooxml", MediaType.DOCX.mime());

    private final MimeTypes magic = MimeTypes.getDefaultMimeTypes();

    /**
     * The type that the content has.
     *
     * @param prefix the first 64 KiB, or the whole file when it is shorter
     * @param fileName as the sender says; only its ending is looked at
     * @return DOCX for any zip archive that may be one; {@link #confirm} proves it
     * @throws Refusal TYPE_REFUSED for everything that text is not read from
     */
    public MediaType detect(byte[] prefix, String fileName) {
        String found = byMagic(prefix);
        if (found.equals(MediaType.PDF.mime())) {
            return MediaType.PDF;
        }
        if (startsWith(prefix, "PK")) {
            return requireZip(found, prefix);
        }
        boolean unicode = TextBytes.isUnicode(prefix);
        if (unicode || (TextBytes.isEightBit(prefix) && isNamedText(found))) {
            return textFlavour(prefix, found, fileName);
        }
        throw refused(found.equals("text/plain") ? "application/octet-stream" : found);
    }

    /**
     * Looks at what the beginning of a file cannot show.
     *
     * @throws Refusal TYPE_REFUSED for a DOCX that is none, is damaged or expands beyond reason
     */
    public void confirm(MediaType type, RangeReader object) {
        if (type == MediaType.DOCX) {
            WordArchive.require(object);
        }
    }

    private String byMagic(byte[] prefix) {
        try {
            org.apache.tika.mime.MediaType type = magic.detect(new ByteArrayInputStream(prefix), new Metadata());
            return type.getBaseType().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static MediaType requireZip(String found, byte[] prefix) {
        if (startsWith(prefix, "PK\5\6")) {
            throw WordArchive.damaged("the archive is empty");
        }
        if (!startsWith(prefix, "PK\3\4") || !ZIPS.contains(found)) {
            throw refused(found);
        }
        return MediaType.DOCX;
    }

    private static boolean isNamedText(String found) {
        return found.startsWith("text/") || found.equals("application/octet-stream");
    }

    private static MediaType textFlavour(byte[] prefix, String found, String fileName) {
        if (endsWithAny(fileName.toLowerCase(Locale.ROOT), List.of(".pdf", ".docx"))) {
            // An error page saved as report.pdf, or worse: nobody should find it under that name.
            throw refused(found + ", which is no PDF or Word file as its name says");
        }
        String head = Charsets.decode(Arrays.copyOf(prefix, Math.min(8192, prefix.length)));
        if (WHOLE_PAGE.matcher(head).matches()) {
            return MediaType.HTML;
        }
        if (MARKUP.contains(found) || found.endsWith("+xml")) {
            throw refused(found);
        }
        return byName(fileName.toLowerCase(Locale.ROOT), head, found.equals(MediaType.HTML.mime()));
    }

    private static MediaType byName(String name, String head, boolean looksLikeHtml) {
        if (endsWithAny(name, List.of(".md", ".markdown"))) {
            return MediaType.MARKDOWN;
        }
        boolean namedHtml = endsWithAny(name, List.of(".html", ".htm", ".xhtml"));
        if ((namedHtml && ANY_TAG.matcher(head).matches()) || (looksLikeHtml && !name.endsWith(".txt"))) {
            return MediaType.HTML;
        }
        return MediaType.TEXT;
    }

    private static boolean endsWithAny(String name, List<String> endings) {
        return endings.stream().anyMatch(name::endsWith);
    }

    private static boolean startsWith(byte[] content, String ascii) {
        byte[] start = ascii.getBytes(StandardCharsets.ISO_8859_1);
        return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }

    static Refusal refused(String found) {
        return Refusal.of(
                Reason.TYPE_REFUSED,
                "The content is %s; accepted are PDF, Word (.docx), HTML, Markdown and plain text"
                        .formatted(named(found)),
                "Save the document in one of these formats and upload that; the file's name does not decide");
    }

    private static String named(String found) {
        return switch (found) {
            case "application/octet-stream" -> "binary data of no known type";
            case "application/x-tika-msoffice" -> "an old or password-protected Office file (" + found + ")";
            default -> found;
        };
    }
}
