package dev.serai.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the hub once, on a folder of its own, so that the JDK writes down which classes it loads and how they link:
 * later starts read that from {@code serai.aot} beside the jar. A build goes on without it when anything goes wrong.
 */
final class Training {
    private static final int LIMIT_SECONDS = 180;

    private Training() {}

    static Path cache(String classPath) {
        return Path.of(classPath.endsWith(".jar") ? classPath : "serai.jar").resolveSibling("serai.aot");
    }

    /** Always 0: the hub runs without a cache, only slower to start. */
    static int run(Jdk jdk, String classPath) throws IOException, InterruptedException {
        Path cache = cache(classPath);
        Files.deleteIfExists(cache);
        Path folder = Files.createTempDirectory("serai-training-");
        try {
            Path fresh = folder.resolve("serai.aot");
            if (!train(jdk, classPath, folder, fresh)) {
                System.out.println(
                        "[WARNING] no start-up cache: the training run failed, see SERAI_TRAINING_LOG; starts take longer");
                return 0;
            }
            Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static boolean train(Jdk jdk, String classPath, Path folder, Path cache)
            throws IOException, InterruptedException {
        Process hub = hub(jdk, classPath, folder, cache).start();
        Thread stopper = new Thread(() -> stop(hub), "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        Thread limit = limit(hub);
        boolean ready = awaitReady(hub);
        hub.toHandle().destroy(); // not hub.destroy(), which closes the pipe: the JDK writes the cache while it ends
        boolean ended = hub.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        limit.interrupt();
        stop(hub);
        endServers(folder);
        return ready && ended && Files.exists(cache);
    }

    private static ProcessBuilder hub(Jdk jdk, String classPath, Path folder, Path cache) {
        List<String> command = new JvmCommand(jdk, classPath)
                .hub("")
                .writingCache(cache)
                .endingWith(ProcessHandle.current().pid())
                .with(List.of());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(Training::configuresServers);
        builder.environment().put("SERAI_DATA", folder.resolve("data").toString());
        builder.environment().put("SERAI_PORT", "0");
        builder.environment().put("SERAI_DEMO", "false");
        return builder;
    }

    /** A build machine's own settings must not send the training run to real servers. */
    private static boolean configuresServers(String variable) {
        return variable.startsWith("SERAI_")
                || variable.startsWith("AWS_")
                || variable.startsWith("SPRING_")
                || List.of("REDIS_URL", "SUPABASE_DB_URL").contains(variable);
    }

    private static boolean awaitReady(Process hub) throws IOException {
        String log = System.getenv("SERAI_TRAINING_LOG");
        BufferedReader lines = new BufferedReader(hub.inputReader(StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (log != null) {
                System.out.println(line);
            }
            if (line.startsWith("ready in ")) {
                drain(lines);
                return true;
            }
        }
        return false;
    }

    /** Keeps reading, or a full pipe would stop the hub from stopping. */
    private static void drain(BufferedReader lines) {
        Thread reader = new Thread(() -> lines.lines().forEach(line -> {}), "drain");
        reader.setDaemon(true);
        reader.start();
    }

    private static Thread limit(Process hub) {
        Thread limit = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
                        hub.destroyForcibly();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "limit");
        limit.setDaemon(true);
        limit.start();
        return limit;
    }

    private static void stop(Process hub) {
        hub.descendants().forEach(ProcessHandle::destroyForcibly);
        hub.destroyForcibly();
    }

    /** Children that a hub which did not end in order left behind; the folder is fresh, so its process ids are true. */
    private static void endServers(Path folder) throws IOException {
        for (String file : List.of("data/postgres/postmaster.pid", "data/redis/redis.pid")) {
            Path pid = folder.resolve(file);
            if (Files.exists(pid)) {
                long process = Long.parseLong(
                        Files.readString(pid).lines().findFirst().orElse("0").strip());
                ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
