package dev.serai.text;

import dev.serai.text.ExtractionException.Kind;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;

/** Reads one file with the parser of its type. Runs in the worker process only: files are hostile until proven dull. */
final class TikaParsing {
    private static final long MAX_ENTRY = 256L * 1024 * 1024;
    /** How POI's messages begin when {@link ZipSecureFile} stops it. */
    private static final String ZIP_BOMB = "Zip bomb detected";

    private static final double MIN_INFLATE_RATIO = 0.005;
    /** What programs write when the author gave no title. */
    private static final Pattern NO_TITLE =
            Pattern.compile("(?i)(?:microsoft word - .*|untitled.*|unknown|document\\d*|title|\\(anonymous\\))");

    private final Parser pdf = new PDFParser();
    private final Parser docx = new OOXMLParser();
    private final Parser html = new JSoupParser();

    TikaParsing() {
        ZipSecureFile.setMaxEntrySize(MAX_ENTRY);
        ZipSecureFile.setMinInflateRatio(MIN_INFLATE_RATIO);
    }

    ExtractedText parse(Path file, MediaType type, int maxCharacters) throws ExtractionException {
        TextBuilder text = new TextBuilder(maxCharacters);
        XhtmlBlocks blocks = new XhtmlBlocks(text, type == MediaType.PDF);
        Metadata metadata = new Metadata();
        try (InputStream content = TikaInputStream.get(file)) {
            parser(type).parse(content, blocks, metadata, context());
            requireWhole(type, metadata);
            Integer pageCount = type == MediaType.PDF ? Integer.valueOf(blocks.pages()) : null;
            return text.build(pageCount, title(metadata, blocks));
        } catch (ExtractionException e) {
            throw e;
        } catch (Exception e) {
            throw failure(type, e);
        }
    }

    private Parser parser(MediaType type) {
        return switch (type) {
            case PDF -> pdf;
            case DOCX -> docx;
            case HTML -> html;
            case MARKDOWN, TEXT -> throw new IllegalArgumentException(type + " is read without a parser");
        };
    }

    private static ParseContext context() {
        ParseContext context = new ParseContext();
        context.set(PDFParserConfig.class, pdfConfig());
        context.set(OfficeParserConfig.class, officeConfig());
        context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
        context.set(EmbeddedDocumentExtractor.class, new NoEmbeddedFiles());
        return context;
    }

    private static PDFParserConfig pdfConfig() {
        PDFParserConfig config = new PDFParserConfig();
        config.setSortByPosition(false);
        config.setEnableAutoSpace(true);
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        config.setExtractInlineImages(false);
        config.setExtractAnnotationText(false);
        config.setExtractAcroFormContent(false);
        config.setExtractBookmarksText(false);
        config.setExtractActions(false);
        // A page that cannot be read fails the file: nobody should search half a contract unawares.
        config.setCatchIntermediateIOExceptions(false);
        return config;
    }

    private static OfficeParserConfig officeConfig() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setUseSAXDocxExtractor(true);
        config.setExtractMacros(false);
        config.setIncludeDeletedContent(false);
        config.setIncludeMoveFromContent(false);
        // Repeated on every page, they would stand between the parts of a clause.
        config.setIncludeHeadersAndFooters(false);
        return config;
    }

    private static @Nullable String title(Metadata metadata, XhtmlBlocks blocks) {
        String declared = metadata.get(TikaCoreProperties.TITLE);
        String title = isTitle(declared) ? declared : blocks.title();
        return title == null ? null : CleanText.of(title).strip();
    }

    private static boolean isTitle(@Nullable String declared) {
        return declared != null
                && !declared.isBlank()
                && !NO_TITLE.matcher(declared.strip()).matches();
    }

    /** The Word parser notes a body that it could not unpack as a mere warning. */
    private static void requireWhole(MediaType type, Metadata metadata) throws ExtractionException {
        for (String warning : metadata.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_WARNING)) {
            String first = warning.lines().findFirst().orElse("");
            if (first.contains(ZIP_BOMB)) {
                throw tooLongUnpacked();
            }
            if (first.contains("IOException") || first.contains("ZipException")) {
                throw new ExtractionException(
                        Kind.UNREADABLE, "The %s file is damaged: %s".formatted(type, cut(first)));
            }
        }
    }

    private static ExtractionException tooLongUnpacked() {
        return new ExtractionException(Kind.TOO_LONG, "The file expands beyond the limit when it is unpacked");
    }

    private static ExtractionException failure(MediaType type, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TextBuilder.LimitReached || cause instanceof WriteLimitReachedException) {
                return new ExtractionException(Kind.TOO_LONG, String.valueOf(cause.getMessage()));
            }
            if (cause instanceof EncryptedDocumentException) {
                return new ExtractionException(Kind.ENCRYPTED, "The file is protected with a password");
            }
            if (String.valueOf(cause.getMessage()).contains(ZIP_BOMB)) {
                return tooLongUnpacked();
            }
        }
        return new ExtractionException(Kind.UNREADABLE, "The %s file is damaged: %s".formatted(type, shortly(failure)));
    }

    /** The innermost message, cut: it may quote the file. */
    private static String shortly(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return cut(message);
    }

    private static String cut(String message) {
        String line = CleanText.of(message).replaceAll("\\s+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    /** Attachments are documents of their own, or traps. */
    private static final class NoEmbeddedFiles implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream file, ContentHandler handler, Metadata metadata, boolean html) {
            // Nothing: shouldParseEmbedded already said no.
        }
    }
}
