package dev.serai.upkeep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a killed process left in this node's working folders, and empties logs that outgrow their limit. */
public final class FileSweep {
    private static final Logger log = LoggerFactory.getLogger(FileSweep.class);
    private static final List<String> IN_PASSING = List.of("uploads", "work", "tmp");

    private final Path data;
    private final RetentionSettings settings;
    private final Clock clock;

    FileSweep(Path data, RetentionSettings settings, Clock clock) {
        this.data = data;
        this.settings = settings;
        this.clock = clock;
    }

    /** One pass over this node's folders. A file in use was written to lately, so its age protects it. */
    public void sweep() {
        if (settings.files().isZero()) {
            return;
        }
        Instant before = clock.instant().minus(settings.files());
        int[] gone = {0};
        IN_PASSING.forEach(folder -> each(data.resolve(folder), file -> {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(before) && Files.deleteIfExists(file)) {
                gone[0]++;
            }
        }));
        int[] emptied = {0};
        each(data.resolve("logs"), file -> {
            if (Files.size(file) > settings.logSize().toBytes()) {
                empty(file);
                emptied[0]++;
            }
        });
        log.atInfo()
                .addKeyValue("deleted", gone[0])
                .addKeyValue("emptied", emptied[0])
                .log("working folders swept");
    }

    private static void empty(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private interface Visitor {
        void visit(Path file) throws IOException;
    }

    private static void each(Path folder, Visitor visitor) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                visit(file, visitor);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            log.atWarn().addKeyValue("folder", folder).setCause(e).log("folder is swept the next time");
        }
    }

    private static void visit(Path file, Visitor visitor) throws IOException {
        try {
            visitor.visit(file);
        } catch (NoSuchFileException e) {
            log.atDebug().addKeyValue("file", file).log("gone meanwhile");
        }
    }
}
