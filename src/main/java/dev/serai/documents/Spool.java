package dev.serai.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A folder for files whose length only their end tells: S3 wants the length before the first byte. It costs one write
 * to the local disk and no heap; measured, that is less than an S3 multipart upload of the same bytes, and the store
 * keeps nothing of an upload that is cut short.
 */
final class Spool {
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

    /** An empty file; whoever asked for it closes it. */
    GrowingFile open() throws IOException {
        return new GrowingFile(Files.createTempFile(
                folder,
                "upload-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }
}
