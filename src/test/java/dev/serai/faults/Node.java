package dev.serai.faults;

import dev.serai.Api;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One hub node: a process of its own that is started, killed and frozen. */
final class Node {
    private final String name;
    private final Path folder;
    private final Map<String, String> settings;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private volatile @Nullable Process process;
    private volatile @Nullable String address;

    Node(String name, Path folder, Map<String, String> settings) {
        this.name = name;
        this.folder = folder;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    /** Returns when it serves. */
    void start(Map<String, String> more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().putAll(settings);
        builder.environment().put("SERAI_DATA", folder.resolve(name).toString());
        builder.environment().put("SERAI_NODE", name);
        builder.environment().put("SERAI_PORT", "0");
        builder.environment().put("SERAI_DEMO", "false");
        builder.environment().putAll(more);
        Process started = builder.start();
        process = started;
        address = address(started.inputReader());
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Dserai.parent=" + ProcessHandle.current().pid(), // none outlives the harness
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts faster; nothing is measured here
                "-cp",
                System.getProperty("java.class.path"),
                "dev.serai.Serai"));
        return command;
    }

    /** Reads on beside the harness, as a full pipe would block the hub. */
    private String address(BufferedReader lines) throws IOException {
        Path log = folder.resolve(name + ".log");
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith("Serai serves at ")) {
                Thread.ofPlatform().daemon().start(() -> copy(lines, log));
                return line.substring("Serai serves at ".length());
            }
        }
        throw new IllegalStateException("Node " + name + " did not start:\n" + seen);
    }

    private static void copy(BufferedReader lines, Path log) {
        try (var out = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
            }
        } catch (IOException e) {
            // the process was killed
        }
    }

    boolean alive() {
        Process running = process;
        return address != null && running != null && running.isAlive();
    }

    long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        Process running = process;
        address = null;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
        }
    }

    /** As {@code SIGTERM}. */
    void stop() throws InterruptedException {
        Process running = process;
        address = null;
        if (running != null) {
            running.toHandle().destroy();
            running.waitFor();
        }
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
    }

    /** Null while it is down. */
    @Nullable
    Api as(String org) {
        String at = address;
        return at == null ? null : new Api(at, tokens.computeIfAbsent(org, this::token));
    }

    private String token(String org) {
        try {
            return new DevelopmentKeys(folder.resolve(name), Clock.systemUTC())
                    .issue(new DevelopmentGrant(org, Role.ORG_ADMIN, "client", Duration.ofHours(24)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
