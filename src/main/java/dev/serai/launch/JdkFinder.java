package dev.serai.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks for a JDK that can run the hub: what the user names, the JVM at hand, then the folders where installers put
 * them. Among the latter the lowest version that will do is taken, so that two starts on one machine pick the same.
 */
final class JdkFinder {
    static final int NEEDED = 25;

    private final Map<String, String> environment;
    private final Path runningHome;
    private final List<Path> folders;

    JdkFinder(Map<String, String> environment, Path runningHome, List<Path> folders) {
        this.environment = environment;
        this.runningHome = runningHome;
        this.folders = folders;
    }

    static JdkFinder ofThisMachine() {
        Path user = Path.of(System.getProperty("user.home"));
        return new JdkFinder(
                System.getenv(),
                Path.of(System.getProperty("java.home")),
                List.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/opt"),
                        Path.of("/usr/java"),
                        user.resolve(".sdkman/candidates/java"),
                        user.resolve(".jdks"),
                        Path.of("/Library/Java/JavaVirtualMachines")));
    }

    /**
     * The JDK to use.
     *
     * @throws NoJdkException whose message is the one line to show
     */
    Jdk find() throws NoJdkException {
        String chosen = environment.getOrDefault("SERAI_JAVA_HOME", "");
        if (!chosen.isBlank()) {
            return chosen(Path.of(chosen));
        }
        Optional<Jdk> atHand = List.of(Path.of(environment.getOrDefault("JAVA_HOME", "")), runningHome).stream()
                .flatMap(home -> Jdk.at(home).stream())
                .filter(JdkFinder::suits)
                .findFirst();
        return atHand.or(this::installed).orElseThrow(this::nothing);
    }

    private static Jdk chosen(Path home) throws NoJdkException {
        Optional<Jdk> jdk = Jdk.at(home);
        return jdk.filter(JdkFinder::suits)
                .orElseThrow(() -> new NoJdkException("SERAI_JAVA_HOME=" + home + " is "
                        + jdk.map(found -> "Java " + found.version()).orElse("no Java installation")
                        + "; set it to the folder of a JDK " + NEEDED + " or newer"));
    }

    private Optional<Jdk> installed() {
        return all().stream()
                .filter(JdkFinder::suits)
                .min(Comparator.comparingInt(Jdk::version).thenComparing(Jdk::home));
    }

    private List<Jdk> all() {
        List<Jdk> found = new ArrayList<>();
        for (Path folder : folders) {
            for (Path home : children(folder)) {
                Jdk.at(home).or(() -> Jdk.at(home.resolve("Contents/Home"))).ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(children::add);
            } catch (IOException e) {
                return List.of(); // a folder that may not be read holds no JDK for us
            }
        }
        return children;
    }

    private static boolean suits(Jdk jdk) {
        return jdk.version() >= NEEDED;
    }

    private NoJdkException nothing() {
        String found = all().stream()
                .map(Jdk::version)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return new NoJdkException("Serai needs a JDK " + NEEDED + " or newer and found "
                + (found.isEmpty() ? "none" : "only Java " + found)
                + "; install one in a usual place (such as /usr/lib/jvm) or set SERAI_JAVA_HOME to its folder");
    }
}
