package dev.serai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFinderTest {
    @TempDir
    private Path temp;

    @Test
    void takesTheLowestThatWillDoFromTheUsualFolders() throws Exception {
        jdk("jvm/jdk-27", "27");
        jdk("jvm/jdk-17", "17.0.15");
        Path lowest = jdk("jvm/temurin-25", "25.0.3");
        jdk("jvm/zulu-25", "25.0.1");
        assertThat(finder(Map.of(), "none").find()).isEqualTo(new Jdk(lowest, 25));
    }

    @Test
    void looksIntoTheBundlesOfAMac() throws Exception {
        Path home = jdk("jvm/temurin-25.jdk/Contents/Home", "25");
        assertThat(finder(Map.of(), "none").find().home()).isEqualTo(home);
    }

    @Test
    void prefersWhatTheUserNamesThenJavaHomeThenTheJvmAtHand() throws Exception {
        jdk("jvm/jdk-25", "25");
        Path running = jdk("running", "26");
        Path javaHome = jdk("java-home", "27");
        Path chosen = jdk("chosen", "28");
        assertThat(finder(Map.of(), "running").find().home()).isEqualTo(running);
        assertThat(finder(Map.of("JAVA_HOME", javaHome.toString()), "running")
                        .find()
                        .home())
                .isEqualTo(javaHome);
        assertThat(finder(Map.of("JAVA_HOME", javaHome.toString(), "SERAI_JAVA_HOME", chosen.toString()), "running")
                        .find()
                        .home())
                .isEqualTo(chosen);
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        Path old = jdk("old", "1.8.0_402");
        Path good = jdk("jvm/jdk-25", "25-ea");
        assertThat(finder(Map.of("JAVA_HOME", old.toString()), "old").find().home())
                .isEqualTo(good);
    }

    @Test
    void refusesAChoiceThatIsTooOldInsteadOfTakingAnother() throws IOException {
        jdk("jvm/jdk-25", "25");
        Path old = jdk("old", "21.0.2");
        assertThatThrownBy(() -> finder(Map.of("SERAI_JAVA_HOME", old.toString()), "none")
                        .find())
                .hasMessage("SERAI_JAVA_HOME=" + old + " is Java 21; set it to the folder of a JDK 25 or newer");
    }

    @Test
    void saysInOneLineWhatItFoundAndWhatToDo() throws IOException {
        jdk("jvm/jdk-17", "17.0.1");
        jdk("jvm/jdk-21", "21");
        Files.createDirectories(temp.resolve("jvm/not-a-jdk"));
        assertThatThrownBy(() -> finder(Map.of(), "none").find())
                .hasMessageContaining("needs a JDK 25 or newer and found only Java 17, 21;")
                .hasMessageContaining("SERAI_JAVA_HOME")
                .hasMessageNotContaining("\n");
    }

    private JdkFinder finder(Map<String, String> environment, String running) {
        return new JdkFinder(environment, temp.resolve(running), List.of(temp.resolve("jvm"), temp.resolve("absent")));
    }

    private Path jdk(String folder, String version) throws IOException {
        Path home = temp.resolve(folder);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
