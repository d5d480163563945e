package dev.serai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.OwnServers;
import dev.serai.servers.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OwnServers
class HubProcessTest {
    private static final Duration STOP_BUDGET = Duration.ofSeconds(15);

    @TempDir
    private Path temp;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatATestLeft() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void sigtermToTheLauncherStopsEverythingInTime() throws Exception {
        Process launcher = launch(Map.of());
        awaitReady(launcher);
        launcher.toHandle().destroy();
        assertThat(launcher.waitFor(STOP_BUDGET.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(143);
        // They have ended, but are alive for the Java runtime until init has collected them.
        await().atMost(STOP_BUDGET).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        DataFolder.own(temp.resolve("data")).close();
    }

    @Tag("drill")
    @Test
    void theHubEndsInOrderWhenItsLauncherIsKilled() throws Exception {
        Process launcher = launch(Map.of());
        awaitReady(launcher);
        launcher.toHandle().destroyForcibly();
        launcher.waitFor();
        await().atMost(STOP_BUDGET).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(temp.resolve("data/run/servers.properties")).doesNotExist();
    }

    @Test
    void sigtermInTheMiddleOfAStartLeavesNothingBehind() throws Exception {
        Process launcher = launch(Map.of());
        BufferedReader lines = launcher.inputReader();
        assertThat(lines.lines().anyMatch(line -> line.contains("embedded server started")))
                .isTrue();
        launcher.toHandle().destroy();
        drain(lines);
        assertThat(launcher.waitFor(STOP_BUDGET.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(temp.resolve("data/postgres/postmaster.pid")).doesNotExist();
        assertThat(temp.resolve("data/redis/redis.pid")).doesNotExist();
        DataFolder.own(temp.resolve("data")).close();
    }

    @Test
    void aStartThatFailsSaysWhyInItsLastLineAndExitsWithOne() throws Exception {
        Process launcher = launch(Map.of("SPRING_PROFILES_ACTIVE", "production"));
        List<String> lines = launcher.inputReader().lines().toList();
        assertThat(launcher.waitFor()).isEqualTo(1);
        assertThat(lines.getLast())
                .startsWith("SERAI-START-004: production needs its own servers; set SERAI_POSTGRES_URL");
        assertThat(lines).noneMatch(line -> line.contains("\tat "));
    }

    private Process launch(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("SERAI_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SERAI_DATA", temp.resolve("data").toString());
        builder.environment().put("SERAI_PORT", "0");
        builder.environment().put("SERAI_DEMO", "false");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitReady(Process launcher) throws IOException {
        List<String> seen = new ArrayList<>();
        BufferedReader lines = launcher.inputReader();
        for (String line = lines.readLine(); line != null && !line.startsWith("ready in "); line = lines.readLine()) {
            seen.add(line);
        }
        assertThat(seen).contains("embedded servers: postgres, kafka, s3, redis");
        started.add(launcher.toHandle());
        launcher.descendants().forEach(started::add);
        started.add(process("postgres/postmaster.pid"));
        started.add(process("redis/redis.pid"));
        drain(lines);
    }

    /** A full pipe would block the hub. */
    private static void drain(BufferedReader lines) {
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(line -> {}));
    }

    private ProcessHandle process(String pidFile) throws IOException {
        String pid = Files.readAllLines(temp.resolve("data").resolve(pidFile))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
