package dev.serai;

import dev.serai.command.Doctor;
import dev.serai.servers.StartupException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: without a sub-command it runs the hub until it is told to stop. */
@Command(
        name = "serai",
        description = "Runs the hub, or one of the commands below.",
        mixinStandardHelpOptions = true,
        // One line per command; the classes live in dev.serai.command.
        subcommands = {Doctor.class})
public final class Serai implements Callable<Integer> {
    private Serai() {}

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Serai());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
        System.exit(commands.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        return HubProcess.run(Map.of());
    }

    private static int explain(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException known) {
                System.err.println(known.code() + ": " + known.getMessage());
                return 1;
            }
        }
        failure.printStackTrace();
        return 1;
    }
}
