package dev.serai.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the packaged hub again and again on one data folder: time, CPU and, after a pause, memory. */
final class StartBench {
    private static final Path JAR = Path.of("target", "serai.jar");
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Path data;
    private final Figures wall = new Figures();
    private final Figures cpu = new Figures();
    private final Figures anonymous = new Figures();
    private final Figures mapped = new Figures();
    private final Figures resident = new Figures();

    private StartBench(Path data) {
        this.data = data;
    }

    static void run(int runs) throws Exception {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("target/serai.jar is missing; run mvn -DskipTests package first");
        }
        System.out.println(
                "AOT cache: " + (Files.exists(Path.of("target", "serai.aot")) ? "yes" : "NO, starts are slower"));
        Path folder = BenchHub.folder("start");
        StartBench bench = new StartBench(folder.resolve("data"));
        bench.once(false);
        for (int i = 0; i < runs; i++) {
            bench.once(true);
        }
        bench.print();
        BenchHub.delete(folder);
    }

    private void once(boolean counts) throws Exception {
        long begin = System.nanoTime();
        Process launcher = hub().start();
        try {
            awaitReady(launcher.inputReader());
            double seconds = (System.nanoTime() - begin) / 1e9;
            double used = new ProcessTree(launcher.pid(), data).cpuSeconds();
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
            if (counts) {
                note(seconds, used, hubOf(launcher));
            }
        } finally {
            launcher.toHandle().destroy(); // launcher.destroy() would close the pipe that is read
            launcher.waitFor();
        }
    }

    private ProcessBuilder hub() {
        String java = ProcessHandle.current().info().command().orElse("java");
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString()).redirectErrorStream(true);
        builder.environment().put("SERAI_DATA", data.toString());
        builder.environment().put("SERAI_PORT", "0");
        return builder;
    }

    private static void awaitReady(BufferedReader lines) throws IOException {
        String last = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready in ")) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
                return;
            }
            last = line;
        }
        throw new IllegalStateException("The hub ended before it was ready: " + last);
    }

    /** The launcher waits for one child, the hub's JVM. */
    private static long hubOf(Process launcher) {
        List<ProcessHandle> children = launcher.children().toList();
        return children.getFirst().pid();
    }

    private void note(double seconds, double used, long hub) {
        double rss = ProcessTree.megabytes(hub, "Rss");
        double own = ProcessTree.megabytes(hub, "Anonymous");
        wall.add(seconds);
        cpu.add(used);
        resident.add(rss);
        anonymous.add(own);
        mapped.add(rss - own);
        System.out.printf(
                "start: %.1f s wall, %.1f CPU-s; idle: %.0f MB resident, %.0f MB anonymous%n", seconds, used, rss, own);
    }

    private void print() {
        Figures.header();
        System.out.println(wall.row("Start to ready, wall seconds", "≤ 15"));
        System.out.println(cpu.row("Start to ready, CPU seconds of all processes", "≤ 20"));
        System.out.println(anonymous.row("Idle JVM, MB without mapped files", "≤ 600"));
        System.out.println(mapped.row("Idle JVM, MB of mapped files", "–"));
        System.out.println(resident.row("Idle JVM, MB resident", "–"));
    }
}
