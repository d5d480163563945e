package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.text.ExtractedText;
import dev.serai.text.ExtractionException;
import dev.serai.text.MediaType;
import dev.serai.text.TextExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The route step that turns a stored file into text. */
public final class Extraction {
    private final TextExtractor extractor;
    private final Path folder;

    Extraction(TextExtractor extractor, Path folder) {
        this.extractor = extractor;
        this.folder = folder;
    }

    /** Body: the file as a stream; becomes the extracted text. */
    public void extract(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "document-", ".bin");
        try (InputStream content = message.getBody(InputStream.class)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            message.setBody(read(file, message.getHeader("mediaType", String.class)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ExtractedText read(Path file, String mime) throws IOException {
        try {
            ExtractedText text = extractor.extract(file, MediaType.of(mime));
            if (text.text().isBlank()) {
                throw Refusal.of(
                        Reason.NO_TEXT,
                        "The file holds no text; it may be a scan",
                        "Upload a version with text, or run text recognition on it first");
            }
            return text;
        } catch (ExtractionException e) {
            throw Refusal.of(reason(e), e.getMessage(), e.help(), e);
        }
    }

    private static Reason reason(ExtractionException e) {
        return switch (e.kind()) {
            case UNREADABLE -> Reason.UNREADABLE;
            case ENCRYPTED -> Reason.ENCRYPTED;
            case TOO_COMPLEX -> Reason.TOO_COMPLEX;
            case TOO_LONG -> Reason.TOO_LONG;
        };
    }
}
