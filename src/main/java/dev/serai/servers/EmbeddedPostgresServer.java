package dev.serai.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL as a child process, with passwords, flushing to disk, on loopback only. */
final class EmbeddedPostgresServer implements EmbeddedServer {
    static final String DATABASE = "serai";
    private static final String PROGRAM = "postgres";
    private static final String FAST_SHUTDOWN = "INT";

    private final DataFolder folder;
    private final Path data;
    private final Path binaries;
    private final Path halfMade;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    EmbeddedPostgresServer(DataFolder folder, Path binaries) {
        this(folder, binaries, FreePort.ANY);
    }

    EmbeddedPostgresServer(DataFolder folder, Path binaries, int port) {
        this.folder = folder;
        this.data = data(folder);
        this.halfMade = folder.root().resolve("postgres.half-made");
        this.binaries = binaries.resolve("postgres");
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Map<String, String> start() throws Exception {
        Orphan.stop(pidFile(data), PROGRAM, data, FAST_SHUTDOWN);
        clearHalfMade();
        PrivateFiles.createFolder(data);
        EmbeddedPostgres postgres = builder().start();
        running = postgres;
        createDatabase(postgres);
        return properties(postgres.getPort());
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        Optional<ProcessHandle> process = process(folder);
        if (running != null) {
            running.close();
            running = null;
        }
        // It takes its id file away a moment before it is gone; and closing runs out of patience sooner than we do.
        if (process.isPresent() && !Orphan.exits(process.get(), Duration.ofSeconds(2))) {
            Orphan.end(process.get(), FAST_SHUTDOWN);
        }
    }

    static Optional<ProcessHandle> process(DataFolder folder) {
        Path data = data(folder);
        return Orphan.find(pidFile(data), PROGRAM, data);
    }

    private static Path data(DataFolder folder) {
        return folder.root().resolve("postgres");
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private EmbeddedPostgres.Builder builder() throws IOException {
        String password = folder.key("postgres-superuser");
        Redirect output = Redirect.appendTo(LogFile.in(folder, "postgres.log"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setPort(FreePort.or(port))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .setConnectConfig("password", password)
                // Passed to initdb: passwords are asked for from the first moment on.
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig(
                        "pwfile",
                        folder.root().resolve("keys/postgres-superuser").toString());
        settings().forEach(builder::setServerConfig);
        return builder;
    }

    private static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("fsync", "on"), // the library switches it off
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("max_connections", "100"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("max_wal_size", "512MB"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("log_min_messages", "warning"));
    }

    /** What a start killed in the middle of initdb left behind holds nothing and cannot be started. */
    private void clearHalfMade() throws IOException {
        if (Files.exists(halfMade)) {
            FileSystemUtils.deleteRecursively(data);
        } else if (!Files.exists(data)) {
            Files.createFile(halfMade);
        }
    }

    private void createDatabase(EmbeddedPostgres postgres) throws SQLException, IOException {
        if (!Files.exists(halfMade)) {
            return;
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        Files.delete(halfMade);
    }

    private Map<String, String> properties(int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
        Map<String, String> properties = new HashMap<>();
        properties.putAll(login("admin", url, "postgres", folder.key("postgres-superuser")));
        properties.putAll(login("app", url, "serai_app", folder.key("postgres-app")));
        properties.putAll(login("system", url, "serai_system", folder.key("postgres-system")));
        return properties;
    }

    private static Map<String, String> login(String role, String url, String username, String password) {
        String prefix = "serai.database." + role + ".";
        return Map.of(prefix + "url", url, prefix + "username", username, prefix + "password", password);
    }
}
