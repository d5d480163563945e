package dev.serai.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The four servers on ports that stay theirs, each of which can be stopped, killed and started again by itself. */
public final class FixedServers implements AutoCloseable {
    private static final List<String> NAMES = List.of("postgres", "kafka", "s3", "redis");

    private final Map<String, DataFolder> folders = new LinkedHashMap<>();
    private final Map<String, EmbeddedServer> servers = new LinkedHashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    private FixedServers(Path data, Path binaries) throws IOException {
        for (String name : NAMES) {
            folders.put(name, DataFolder.own(data.resolve(name)));
        }
        servers.put("postgres", new EmbeddedPostgresServer(folder("postgres"), binaries, FreePort.find()));
        servers.put("kafka", new EmbeddedKafkaServer(folder("kafka"), FreePort.find()));
        servers.put("s3", new EmbeddedS3Server(folder("s3"), FreePort.find()));
        servers.put("redis", new EmbeddedRedisServer(folder("redis"), binaries, FreePort.find()));
    }

    /** Starts all of them, each with its data in a folder of its name. */
    public static FixedServers start(Path data) throws Exception {
        String shared = System.getenv("SERAI_BINARIES");
        FixedServers all = new FixedServers(data, shared == null ? data.resolve("bin") : Path.of(shared));
        for (String name : NAMES) {
            all.start(name);
        }
        return all;
    }

    /** A port for something that comes back to it. */
    public static int freePort() throws IOException {
        return FreePort.find();
    }

    private DataFolder folder(String name) {
        return Objects.requireNonNull(folders.get(name), name);
    }

    public void start(String name) throws Exception {
        properties.putAll(server(name).start());
    }

    /** In order, as an operator stops it. */
    public void stop(String name) throws Exception {
        server(name).stop();
    }

    /** The process ends at once; for PostgreSQL and Redis, which have one. */
    public void kill(String name) {
        process(name).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> process(String name) {
        return name.equals("postgres")
                ? EmbeddedPostgresServer.process(folder(name))
                : EmbeddedRedisServer.process(folder(name));
    }

    /** As the hub reads them. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The variables that make a hub use these servers. */
    public Map<String, String> variables() {
        return Map.of(
                "SERAI_POSTGRES_URL", address("app"),
                "SERAI_POSTGRES_SYSTEM_URL", address("system"),
                "SERAI_POSTGRES_ADMIN_URL", address("admin"),
                "SERAI_KAFKA_BROKERS", properties.get("serai.kafka.brokers"),
                "SERAI_S3_ENDPOINT", properties.get("serai.s3.endpoint"),
                "AWS_ACCESS_KEY_ID", properties.get("serai.s3.access-key"),
                "AWS_SECRET_ACCESS_KEY", properties.get("serai.s3.secret-key"),
                "REDIS_URL", properties.get("serai.redis.url"));
    }

    private String address(String role) {
        String prefix = "serai.database." + role + ".";
        return properties.get(prefix + "url") + "?user=" + properties.get(prefix + "username") + "&password="
                + properties.get(prefix + "password");
    }

    private EmbeddedServer server(String name) {
        EmbeddedServer server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("no server " + name + "; there are " + servers.keySet());
        }
        return server;
    }

    @Override
    public void close() {
        for (EmbeddedServer server : servers.values()) {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("%s does not stop".formatted(server.name()), e);
            }
        }
        folders.values().forEach(DataFolder::close);
    }
}
