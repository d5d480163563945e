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
import java.time.Duration;
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
        Path file = workFile();
        try (InputStream content = message.getBody(InputStream.class)) {
            copy(content, file);
            message.setBody(read(file, message.getHeader("mediaType", String.class)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Path workFile() {
        try {
            Files.createDirectories(folder);
            return Files.createTempFile(folder, "document-", ".bin");
        } catch (IOException e) {
            throw noWorkCopy(e);
        }
    }

    private static void copy(InputStream content, Path file) {
        try {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw noWorkCopy(e);
        }
    }

    /** Passes: the disk may have room again, or the store may answer, at the next attempt. */
    private static Refusal noWorkCopy(IOException e) {
        return Refusal.later(
                Reason.STORAGE_UNAVAILABLE,
                "The file could not be copied from the store to the worker's disk",
                Duration.ofSeconds(30),
                e);
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
