package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for files whose length only their end tells: S3 wants the length before the first byte. It costs one write
 * to the local disk and no heap; measured, that is less than an S3 multipart upload of the same bytes, and the store
 * keeps nothing of an upload that is cut short.
 */
final class Spool {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);

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
     * An empty file; whoever asked for it closes it.
     *
     * @throws Refusal STORAGE_UNAVAILABLE when the disk does not take it
     */
    GrowingFile open() {
        try {
            return created();
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** What a caller is told when the disk does not take a file. */
    Refusal full(IOException e) {
        log.atError().setCause(e).addKeyValue("folder", folder).log("the disk does not take an upload");
        return Refusal.later(
                Reason.STORAGE_UNAVAILABLE, "The hub's own disk did not take the file", Duration.ofSeconds(30), e);
    }

    private GrowingFile created() throws IOException {
        return new GrowingFile(Files.createTempFile(
                folder,
                "upload-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }
}
