package dev.serai.command;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Probes the servers that the hub uses: the configured ones, and those that a hub running on the data folder has
 * started. Prints a line for each; exit code 1 when one of them fails.
 */
@Command(name = "doctor", description = "Probes the configured servers and says what to do about those that fail.")
public final class Doctor implements Callable<Integer> {
    private static final List<Probe> PROBES = List.of(
            new PostgresProbe("app"),
            new PostgresProbe("system"),
            new PostgresProbe("admin"),
            new KafkaProbe(),
            new S3Probe(),
            new RedisProbe());

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public Doctor() {
        this(System.getenv());
    }

    Doctor(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.beside(Path.of(environment.getOrDefault("SERAI_DATA", "data")));
        Map<String, String> properties = Servers.reachable(environment::get, folder);
        boolean well = true;
        for (Probe probe : PROBES) {
            well &= report(probe, properties);
        }
        return well ? 0 : 1;
    }

    private boolean report(Probe probe, Map<String, String> properties) {
        PrintWriter out = spec.commandLine().getOut();
        if (!properties.containsKey(probe.address())) {
            out.println(line("-", probe, notConfigured(probe)));
            return true;
        }
        long begin = System.nanoTime();
        try {
            String version = probe.version(properties);
            out.println(line("ok", probe, version + ", " + (System.nanoTime() - begin) / 1_000_000 + " ms"));
            return true;
        } catch (Exception e) {
            out.println(line("FAILS", probe, reason(e) + "; check " + probe.variables()));
            return false;
        }
    }

    private static String notConfigured(Probe probe) {
        return "not set: " + (probe.optional() ? "the hub does without" : "starts embedded with the hub") + ", or set "
                + probe.variables();
    }

    private static String line(String state, Probe probe, String text) {
        return "%-6s %-18s %s".formatted(state, probe.server(), text);
    }

    /** The innermost message: clients wrap the cause that a person can act on. One line. */
    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\s+", " ").strip();
    }
}
