package dev.serai.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;

/**
 * A named step that the harness puts into its copy of the route files. While a file of its name lies in the folder
 * {@code armed}, the first exchange to come by takes it and stands still until the harness has done its deed.
 */
public final class Point {
    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("SERAI_FAULTS", "none"));
    private static final Path ARMED = FOLDER.resolve("armed");
    private static final Path HIT = FOLDER.resolve("hit");

    public void reached(String name, Exchange exchange) {
        Path armed = ARMED.resolve(name);
        if (Files.exists(armed)) {
            take(armed, name, exchange);
        }
    }

    /** Moving a file succeeds for one exchange of one process only. */
    private static void take(Path armed, String name, Exchange exchange) {
        String attempt = exchange.getMessage().getHeader("attempt", "0", String.class);
        // An upload names its job before there is one.
        String job = attempt.equals("0") ? "none" : exchange.getMessage().getHeader("jobId", "none", String.class);
        Path hit = HIT.resolve(
                String.join("~", name, Long.toString(ProcessHandle.current().pid()), job, attempt));
        try {
            Files.move(armed, hit);
        } catch (NoSuchFileException e) {
            return; // another was faster
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (Files.exists(hit)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
