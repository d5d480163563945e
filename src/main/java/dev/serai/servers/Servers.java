package dev.serai.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Kafka, S3 and Redis as one unit: what the environment names is used, the rest is started beside the hub
 * with its data in the data folder. Closing stops what was started; it is safe to close twice and after a failed start.
 */
public final class Servers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Servers.class);

    private final DataFolder folder;
    private final List<EmbeddedServer> embedded;
    private final Map<String, String> properties = new TreeMap<>();

    private Servers(DataFolder folder, List<EmbeddedServer> embedded) {
        this.folder = folder;
        this.embedded = embedded;
    }

    /**
     * Starts what is not configured, all at once, and returns when everything answers.
     *
     * @param environment looks up a variable such as {@code SERAI_KAFKA_BROKERS}
     * @param mayEmbed false in production, where a server that is not configured is a mistake
     * @throws StartupException when a variable is wrong or missing, or a server does not start; nothing is left running
     */
    public static Servers start(Function<String, @Nullable String> environment, DataFolder folder, boolean mayEmbed) {
        ConfiguredServers configured = new ConfiguredServers(environment);
        if (!mayEmbed) {
            refuse(configured.missing());
        }
        Map<String, Map<String, String>> found = configured.read();
        Servers servers = new Servers(folder, embedded(folder, binaries(environment, folder), found));
        found.values().forEach(servers.properties::putAll);
        servers.startAll();
        servers.publish();
        return servers;
    }

    /**
     * Starts the embedded PostgreSQL alone, for a command that needs the database while no hub runs.
     *
     * @throws StartupException when it does not start; nothing is left running
     */
    public static Servers startPostgres(Function<String, @Nullable String> environment, DataFolder folder) {
        EmbeddedServer postgres = new EmbeddedPostgresServer(folder, binaries(environment, folder));
        Servers servers = new Servers(folder, List.of(postgres));
        servers.startAll();
        return servers;
    }

    /** The variables that a deployment without embedded servers still has to set. */
    public static List<String> missing(Function<String, @Nullable String> environment) {
        return new ConfiguredServers(environment).missing();
    }

    /**
     * For commands that run beside a hub: the properties of the configured servers, and of those that the hub running on
     * {@code folder} has started. A server that is neither has no properties.
     */
    public static Map<String, String> reachable(Function<String, @Nullable String> environment, DataFolder folder) {
        Map<String, String> properties = new TreeMap<>(folder.published());
        properties.putAll(configured(environment));
        return properties;
    }

    /** The properties of the servers that the environment names, and of no others. */
    public static Map<String, String> configured(Function<String, @Nullable String> environment) {
        Map<String, String> properties = new TreeMap<>();
        new ConfiguredServers(environment).read().values().forEach(properties::putAll);
        return properties;
    }

    /** Everything the hub needs to reach its servers: {@code serai.database.app.url} and so on. */
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** The names of the servers that were started, in a fixed order. */
    public List<String> embedded() {
        return embedded.stream().map(EmbeddedServer::name).toList();
    }

    /** Ends the server processes of a folder at once, for a stop that does not come to its end; they recover at the next start. */
    public static void kill(DataFolder folder) {
        EmbeddedPostgresServer.process(folder).ifPresent(ProcessHandle::destroyForcibly);
        EmbeddedRedisServer.process(folder).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        inParallel(
                embedded.stream()
                        .<Callable<Map<String, String>>>map(server -> () -> stop(server))
                        .toList(),
                failures);
        failures.forEach(e -> log.atError().setCause(e).log("an embedded server did not stop"));
    }

    private void startAll() {
        List<Exception> failures = new ArrayList<>();
        inParallel(
                        embedded.stream()
                                .<Callable<Map<String, String>>>map(server -> () -> start(server))
                                .toList(),
                        failures)
                .forEach(properties::putAll);
        if (!failures.isEmpty()) {
            close();
            throw failure(failures);
        }
        properties.put("serai.embedded", String.join(",", embedded()));
        properties.put("serai.data", folder.root().toString());
    }

    private void publish() {
        folder.publish(properties);
    }

    private static StartupException failure(List<Exception> failures) {
        Exception first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        return first instanceof StartupException known
                ? known
                : new StartupException("SERAI-START-007", String.valueOf(first.getMessage()), first);
    }

    private static Map<String, String> start(EmbeddedServer server) {
        long begin = System.nanoTime();
        try {
            Map<String, String> properties = server.start();
            log.atInfo()
                    .addKeyValue("server", server.name())
                    .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
                    .log("embedded server started");
            return properties;
        } catch (Exception | LinkageError e) {
            throw new StartupException(
                    "SERAI-START-007",
                    "embedded " + server.name() + " does not start: " + e
                            + "; look at the logs in the data folder, or configure a server of your own",
                    e);
        }
    }

    private static Map<String, String> stop(EmbeddedServer server) throws Exception {
        server.stop();
        return Map.of();
    }

    /** On platform threads: on virtual ones two servers' class initialisers locked each other out. */
    private static List<Map<String, String>> inParallel(
            List<Callable<Map<String, String>>> tasks, List<Exception> failures) {
        List<Map<String, String>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("serai-server-", 0).factory())) {
            List<Future<Map<String, String>>> running =
                    tasks.stream().map(threads::submit).toList();
            for (Future<Map<String, String>> one : running) {
                collect(one, results, failures);
            }
        }
        return results;
    }

    private static void collect(
            Future<Map<String, String>> one, List<Map<String, String>> results, List<Exception> failures) {
        try {
            results.add(one.get());
        } catch (ExecutionException e) {
            failures.add(e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        }
    }

    private static List<EmbeddedServer> embedded(DataFolder folder, Path binaries, Map<String, ?> configured) {
        List<EmbeddedServer> all = List.of(
                new EmbeddedPostgresServer(folder, binaries),
                new EmbeddedKafkaServer(folder),
                new EmbeddedS3Server(folder),
                new EmbeddedRedisServer(folder, binaries));
        return all.stream()
                .filter(server -> !configured.containsKey(server.name()))
                .toList();
    }

    /** Unpacked programs may be shared between data folders; they hold no data. */
    private static Path binaries(Function<String, @Nullable String> environment, DataFolder folder) {
        String shared = environment.apply("SERAI_BINARIES");
        return shared == null ? folder.root().resolve("bin") : Path.of(shared).toAbsolutePath();
    }

    private static void refuse(List<String> missing) {
        if (!missing.isEmpty()) {
            throw new StartupException(
                    "SERAI-START-004",
                    "production needs its own servers; set " + String.join(", ", missing)
                            + " (embedded servers are for development, demo and tests)");
        }
    }
}
