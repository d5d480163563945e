package dev.serai;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The hub as the whole of a process: says when it is ready, stops in order on a signal, never hangs while stopping. */
final class HubProcess {
    private static final Duration STOP_BUDGET = Duration.ofSeconds(14);

    private HubProcess() {}

    /** Returns when the hub has stopped by itself; a signal ends the process from within. */
    static int run(Map<String, String> overrides) throws InterruptedException {
        endWithParent(Long.getLong("serai.parent", 0));
        RunningHub hub = Hub.start(overrides);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(hub, stopped), "serai-stop"));
        System.out.println(announcement(hub));
        stopped.await();
        return 0;
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

    private static void stop(RunningHub hub, CountDownLatch stopped) {
        Thread limit = Thread.ofPlatform().daemon().name("serai-stop-limit").start(HubProcess::limit);
        hub.close();
        limit.interrupt();
        stopped.countDown();
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

    private static void limit() {
        try {
            Thread.sleep(STOP_BUDGET);
            System.err.println("SERAI-STOP-001: not stopped within " + STOP_BUDGET.toSeconds() + " s; ending hard");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
