package dev.serai.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that outlived its hub (killed, out of memory). Named by a process id file; since ids are reused, it
 * is only touched when its command line really is that server on that data.
 */
final class Orphan {
    private static final Logger log = LoggerFactory.getLogger(Orphan.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOOK_MILLIS = 10;

    private Orphan() {}

    /** Ends the process named by the first line of {@code pidFile}, if it runs {@code program} on {@code data}. */
    static void stop(Path pidFile, String program, Path data, String signal) throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = find(pidFile, program, data);
        if (orphan.isPresent()) {
            log.atWarn()
                    .addKeyValue("program", program)
                    .addKeyValue("pid", orphan.get().pid())
                    .log("stopping a server left behind by a hub that was killed");
            end(orphan.get(), signal);
        }
    }

    static Optional<ProcessHandle> find(Path pidFile, String program, Path data) {
        String pid = firstLine(pidFile);
        return pid.matches("\\d{1,10}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> runs(process, program, data))
                : Optional.empty();
    }

    private static String firstLine(Path pidFile) {
        try {
            return Files.exists(pidFile)
                    ? Files.readString(pidFile).lines().findFirst().orElse("").strip()
                    : "";
        } catch (IOException e) {
            return ""; // the server took it away between the two calls
        }
    }

    /** Signals, waits, and kills what does not listen. */
    static void end(ProcessHandle process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (!exits(process, PATIENCE)) {
            process.destroyForcibly();
            exits(process, PATIENCE);
        }
    }

    /**
     * Waits for the end; true when it came in time. A server that is nobody's child is looked at seldom by
     * {@link ProcessHandle#onExit}, and as alive until init has collected it, which some containers' init never does.
     */
    static boolean exits(ProcessHandle process, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && !isDead(process)) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Ended, and not collected by its parent yet. */
    private static boolean isDead(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // gone, which the next look says, or not Linux
        }
    }

    private static boolean runs(ProcessHandle process, String program, Path data) {
        return process.info()
                        .command()
                        .filter(command -> command.contains(program))
                        .isPresent()
                && process.info().arguments().filter(args -> names(args, data)).isPresent();
    }

    private static boolean names(String[] arguments, Path data) {
        for (String argument : arguments) {
            if (argument.startsWith(data.toString())) {
                return true;
            }
        }
        return false;
    }
}
