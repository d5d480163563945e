package dev.serai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OwnServers
class LauncherTest {
    @TempDir
    private Path temp;

    @Test
    void passesArgumentsOutputAndExitCodeThrough() throws Exception {
        Ended help = launch(System.getProperty("java.home"), "--help");
        assertThat(help.status()).isZero();
        assertThat(help.lines()).anyMatch(line -> line.contains("doctor"));
        assertThat(launch(System.getProperty("java.home"), "no-such-command").status())
                .isEqualTo(2);
    }

    @Test
    void endsWithOneLineWhenThereIsNoJdkToRunOn() throws Exception {
        Ended refused = launch(temp.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lines())
                .containsExactly("SERAI-START-001: SERAI_JAVA_HOME=" + temp
                        + " is no Java installation; set it to the folder of a JDK 25 or newer");
    }

    private static Ended launch(String javaHome, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Launcher.class.getName()),
                        Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SERAI_JAVA_HOME", javaHome);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        return new Ended(process.waitFor(), lines);
    }

    private record Ended(int status, List<String> lines) {}
}
