package dev.serai;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The hub as the whole of a process: says when it is ready, stops in order on a signal, never hangs while stopping. */
final class HubProcess {
    private static final Duration STOP_BUDGET = Duration.ofSeconds(14);

    private HubProcess() {}

    /** Serves until a signal ends the process; the exit code is the JVM's then. */
    static int run(Map<String, String> overrides) throws InterruptedException {
        Path data = Path.of(System.getenv().getOrDefault("SERAI_DATA", "data"));
        CompletableFuture<RunningHub> starting = new CompletableFuture<>();
        // Before the start: a signal that comes in the middle of it must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting, data), "serai-stop"));
        endWithParent(Long.getLong("serai.parent", 0));
        start(overrides, starting);
        new CountDownLatch(1).await();
        return 0;
    }

    private static void start(Map<String, String> overrides, CompletableFuture<RunningHub> starting) {
        try {
            RunningHub hub = Hub.start(overrides);
            System.out.println(announcement(hub)); // before a waiting stop may close it
            starting.complete(hub);
        } catch (RuntimeException | Error e) {
            starting.completeExceptionally(e);
            throw e;
        }
    }

    private static String announcement(RunningHub hub) {
        String embedded = hub.embedded().isEmpty() ? "none" : String.join(", ", hub.embedded());
        return """
                Serai serves at %s
                embedded servers: %s
                ready in %.1f s""".formatted(hub.address(), embedded, sinceStart().toMillis() / 1000.0);
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static void stop(CompletableFuture<RunningHub> starting, Path data) {
        Thread limit = Thread.ofPlatform().daemon().name("serai-stop-limit").start(() -> limit(data));
        starting.handle((hub, failure) -> hub).thenAccept(HubProcess::close).join();
        limit.interrupt();
    }

    private static void close(@Nullable RunningHub hub) {
        if (hub != null) { // a start that failed has cleaned up by itself
            hub.close();
        }
    }

    /** The launcher may be killed in a way that it cannot pass on; the hub then ends as on SIGTERM. */
    private static void endWithParent(long parent) {
        if (parent != 0) {
            Thread.ofPlatform().daemon().name("serai-parent").start(() -> {
                ProcessHandle.of(parent).ifPresent(launcher -> launcher.onExit().join());
                System.exit(1);
            });
        }
    }

    private static void limit(Path data) {
        try {
            Thread.sleep(STOP_BUDGET);
            System.err.println("SERAI-STOP-001: not stopped within " + STOP_BUDGET.toSeconds() + " s; ending hard");
            Servers.kill(DataFolder.beside(data));
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
