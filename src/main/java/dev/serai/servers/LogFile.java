package dev.serai.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a child process writes what it has to say; started over when it has grown too large. */
final class LogFile {
    private static final long MAX_BYTES = 4L << 20;

    private LogFile() {}

    static File in(DataFolder folder, String name) throws IOException {
        Path file = folder.folder("logs").resolve(name);
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.delete(file);
        }
        return file.toFile();
    }
}
