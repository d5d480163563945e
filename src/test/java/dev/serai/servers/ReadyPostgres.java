package dev.serai.servers;

import dev.serai.database.Schema;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's folder with the schema in it, made once a run: a test's own hub begins with a copy instead of initdb. */
public final class ReadyPostgres {
    private static @Nullable Path made;

    private ReadyPostgres() {}

    /** Lays a copy into a hub's data folder that is empty so far. */
    public static synchronized void layInto(Path data) throws IOException {
        if (made == null) {
            made = make();
        }
        copy(made.resolve("keys"), data.resolve("keys"));
        copy(made.resolve("postgres"), data.resolve("postgres"));
    }

    private static Path make() throws IOException {
        Path data = Files.createTempDirectory("serai-ready-");
        String binaries = System.getenv("SERAI_BINARIES");
        try (DataFolder folder = DataFolder.own(data)) {
            EmbeddedPostgresServer server = new EmbeddedPostgresServer(
                    folder, binaries == null ? data.resolve("bin") : Path.of(binaries), FreePort.find());
            Schema.migrate(server.start());
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return data;
    }

    /** With the permissions: the server takes no folder that others may read. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return copied(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return copied(file);
            }

            private FileVisitResult copied(Path path) throws IOException {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
