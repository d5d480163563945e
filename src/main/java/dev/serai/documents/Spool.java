package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for files whose length only their end tells: S3 wants the length before the first byte. Beside one part of
 * heap it costs one write to the local disk; measured, that is less than an S3 multipart upload of the same bytes, and
 * the store sees nothing of an upload that is cut short.
 */
final class Spool {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final int BUFFER = 256 * 1024;

    private final Path folder;

    /** Clears what a killed hub left behind. The data folder's lock makes sure that nobody else is at work here. */
    Spool(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder %s cannot be used".formatted(folder), e);
        }
    }

    /**
     * Writes the head and then the rest of the stream; the caller deletes the file.
     *
     * @throws Refusal STORAGE_UNAVAILABLE when the disk does not take it; nothing is left then
     */
    Path keep(byte[] head, InputStream rest) {
        try {
            return written(head, rest);
        } catch (IOException e) {
            // A stream that breaks throws a refusal of its own, so this is the disk.
            log.atError().setCause(e).addKeyValue("folder", folder).log("the disk does not take an upload");
            throw Refusal.later(
                    Reason.STORAGE_UNAVAILABLE, "The hub's own disk did not take the file", Duration.ofSeconds(30), e);
        }
    }

    private Path written(byte[] head, InputStream rest) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "upload-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            byte[] buffer = new byte[BUFFER];
            for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
                out.write(buffer, 0, n);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
