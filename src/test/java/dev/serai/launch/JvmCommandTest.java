package dev.serai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {
    private static final Jdk JDK = new Jdk(Path.of("jdk"), 25);

    @Test
    void endsWithTheMainClassAndTheArguments() {
        assertThat(new JvmCommand(JDK, "serai.jar").shortLived("").with(List.of("doctor")))
                .startsWith("jdk/bin/java")
                .endsWith("-cp", "serai.jar", "dev.serai.Serai", "doctor");
    }

    @Test
    void letsTheUsersOptionsWin() {
        List<String> command =
                new JvmCommand(JDK, "serai.jar").hub(" -Xmx2g  -Dx=y ").with(List.of());
        assertThat(command.indexOf("-Xmx2g")).isGreaterThan(command.indexOf("-Xmx512m"));
        assertThat(command)
                .contains("-Dx=y", "-XX:+UseSerialGC", "-XX:SweeperThreshold=60", "--add-modules=jdk.incubator.vector");
    }

    @Test
    void leavesTheCollectorToTheUserWhoNamesOne() {
        assertThat(new JvmCommand(JDK, "serai.jar").hub("-XX:+UseZGC").with(List.of()))
                .contains("-XX:+UseZGC")
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void readsTheCacheOnlyWhenThereIsOne(@TempDir Path temp) throws IOException {
        Path cache = temp.resolve("serai.aot");
        assertThat(new JvmCommand(JDK, "serai.jar").readingCache(cache).with(List.of()))
                .noneMatch(this::readsCache);
        Files.createFile(cache);
        assertThat(new JvmCommand(JDK, "serai.jar").readingCache(cache).with(List.of()))
                .anyMatch(this::readsCache);
    }

    private boolean readsCache(String flag) {
        return flag.startsWith("-XX:AOTCache=");
    }
}
