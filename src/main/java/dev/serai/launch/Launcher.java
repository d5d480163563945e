package dev.serai.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code java -jar serai.jar} runs, on whatever Java that is: starts the hub on a JDK that is new enough, hands
 * signals through, and ends as the hub ends.
 */
public final class Launcher {
    private static final int STOP_SECONDS = 20;

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        try {
            List<String> arguments = List.of(args);
            Jdk jdk = JdkFinder.ofThisMachine().find();
            System.exit(
                    arguments.equals(List.of("--train-aot")) ? Training.run(jdk, classPath()) : run(jdk, arguments));
        } catch (NoJdkException e) {
            System.err.println("SERAI-START-001: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(Jdk jdk, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(jdk, arguments)).inheritIO();
        // The embedding runtime would otherwise report to its maker.
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        Process child = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child), "stop"));
        return child.waitFor();
    }

    private static List<String> command(Jdk jdk, List<String> arguments) {
        String userOptions = System.getenv().getOrDefault("SERAI_JAVA_OPTS", "");
        JvmCommand command = new JvmCommand(jdk, classPath())
                .endingWith(ProcessHandle.current().pid());
        return arguments.isEmpty()
                ? command.hub(userOptions)
                        .readingCache(Training.cache(classPath()))
                        .with(arguments)
                : command.shortLived(userOptions).with(arguments);
    }

    private static void stop(Process child) {
        child.destroy();
        try {
            if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
        }
    }

    /** The jar, whose manifest names the libraries beside it; in a build folder whatever this JVM was given. */
    private static String classPath() {
        try {
            Path own = Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(own) ? own.toString() : System.getProperty("java.class.path");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
