package dev.serai.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** Redis as a child process with an append-only file, a password in a private file, on loopback only. */
final class EmbeddedRedisServer implements EmbeddedServer {
    private static final String PROGRAM = "redis-server";
    private static final Duration START = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final Path data;
    private final Path binaries;
    private final int fixedPort;

    EmbeddedRedisServer(DataFolder folder, Path binaries) {
        this(folder, binaries, FreePort.ANY);
    }

    EmbeddedRedisServer(DataFolder folder, Path binaries, int port) {
        this.folder = folder;
        this.data = data(folder);
        this.binaries = binaries.resolve("redis");
        this.fixedPort = port;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Map<String, String> start() throws Exception {
        Orphan.stop(pidFile(data), PROGRAM, data, "TERM");
        PrivateFiles.createFolder(data);
        int port = FreePort.or(fixedPort);
        PrivateFiles.write(configuration(), settings(port));
        Process starter = new ProcessBuilder(
                        binary().toString(), configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(LogFile.in(folder, "redis.log"))
                .start();
        if (starter.waitFor() != 0) {
            throw new IOException("redis-server ended with status " + starter.exitValue() + ", see logs/redis.log");
        }
        awaitAnswer(port);
        return Map.of("serai.redis.url", "redis://:" + password() + "@127.0.0.1:" + port);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        Optional<ProcessHandle> redis = process(folder);
        if (redis.isPresent()) {
            Orphan.end(redis.get(), "TERM");
        }
    }

    private String password() {
        return folder.key("redis");
    }

    /** The daemon writes it. Its command line names the configuration in the data folder, since its title stays off. */
    private static Path pidFile(Path data) {
        return data.resolve("redis.pid");
    }

    static Optional<ProcessHandle> process(DataFolder folder) {
        Path data = data(folder);
        return Orphan.find(pidFile(data), PROGRAM, data);
    }

    private static Path data(DataFolder folder) {
        return folder.root().resolve("redis");
    }

    private Path configuration() {
        return data.resolve("redis.conf");
    }

    private String settings(int port) throws IOException {
        return """
                bind 127.0.0.1
                port %d
                protected-mode yes
                requirepass %s
                daemonize yes
                pidfile "%s"
                logfile "%s"
                dir "%s"
                appendonly yes
                appendfsync everysec
                save ""
                set-proc-title no
                """.formatted(port, password(), pidFile(data), LogFile.in(folder, "redis.log"), data);
    }

    /** Kept between starts, since writing over a binary that another hub runs would fail. */
    private Path binary() throws IOException {
        if (Files.isDirectory(binaries)) {
            try (var files = Files.list(binaries)) {
                Optional<Path> kept = files.filter(
                                file -> file.getFileName().toString().startsWith(PROGRAM))
                        .findFirst();
                if (kept.isPresent()) {
                    return kept.get();
                }
            }
        }
        return unpack();
    }

    private Path unpack() throws IOException {
        Files.createDirectories(binaries);
        Path staging = Files.createTempDirectory(binaries, "unpack-");
        Path fresh = ExecutableProvider.newJarResourceProvider(staging.toFile())
                .get()
                .toPath();
        Path kept = Files.move(fresh, binaries.resolve(fresh.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(staging);
        return kept;
    }

    private void awaitAnswer(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(port)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "redis does not answer on port " + port + " within " + START + ", see logs/redis.log");
            }
            Thread.sleep(20);
        }
    }

    private boolean answers(int port) {
        try (Jedis redis = new Jedis("127.0.0.1", port, 1000)) {
            redis.auth(password());
            return "PONG".equals(redis.ping());
        } catch (JedisException e) {
            return false; // not listening yet, or still loading its file
        }
    }
}
