package dev.serai.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A folder for files whose length only their end tells: S3 wants the length before the first byte. Beside one part of
 * heap it costs one write to the local disk; measured, that is less than an S3 multipart upload of the same bytes, and
 * the store sees nothing of an upload that is cut short.
 */
final class Spool {
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

    /** Writes the head and then the rest of the stream; the caller deletes the file. */
    Path keep(byte[] head, InputStream rest) throws IOException {
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
