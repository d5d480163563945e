package dev.serai.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs the hub's classes on a JDK, with the flags that they need. */
final class JvmCommand {
    private static final String MAIN = "dev.serai.Serai";

    private final Jdk jdk;
    private final String classPath;
    private final List<String> flags =
            new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));

    JvmCommand(Jdk jdk, String classPath) {
        this.jdk = jdk;
        this.classPath = classPath;
    }

    /** For the hub: vector instructions, a bounded heap, few carriers, and the classes loaded ahead of time if any. */
    JvmCommand hub(String userOptions) {
        flags.add("--add-modules=jdk.incubator.vector");
        flags.add("-Xmx512m");
        flags.add("-Djdk.virtualThreadScheduler.parallelism=4");
        // Else code that has grown by 36 MB stops all requests for a full collection (0.4 s) that frees next to
        // nothing,
        // and so do the classes of a start, four times.
        flags.add("-XX:SweeperThreshold=60");
        flags.add("-XX:MetaspaceSize=256m");
        addChosen(userOptions);
        return this;
    }

    /** For a sub-command, which is over before optimising pays. */
    JvmCommand shortLived(String userOptions) {
        flags.add("-Xmx256m");
        flags.add("-XX:TieredStopAtLevel=1");
        addChosen(userOptions);
        return this;
    }

    /** Reads the cache when it is there; one that does not fit this JDK or these jars is passed over silently. */
    JvmCommand readingCache(Path cache) {
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
            flags.add("-Xlog:disable");
            flags.add("-Xlog:all=error,aot*=off,cds*=off:stderr");
        }
        return this;
    }

    JvmCommand writingCache(Path cache) {
        flags.add("-XX:AOTCacheOutput=" + cache);
        flags.add("-Xlog:disable");
        return this;
    }

    /** The hub ends in order when this process is gone. */
    JvmCommand endingWith(long parent) {
        flags.add("-Dserai.parent=" + parent);
        return this;
    }

    List<String> with(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, MAIN));
        command.addAll(arguments);
        return command;
    }

    /** What the user wants comes last and wins; two collectors at once would be refused. */
    private void addChosen(String userOptions) {
        List<String> chosen = words(userOptions);
        if (chosen.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w*GC"))) {
            flags.add(
                    "-XX:+UseSerialGC"); // measured no slower than G1 at this heap size, and has no threads of its own
        }
        flags.addAll(chosen);
    }

    private static List<String> words(String options) {
        return options.isBlank() ? List.of() : List.of(options.strip().split("\\s+"));
    }
}
