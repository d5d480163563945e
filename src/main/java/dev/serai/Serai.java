package dev.serai;

import dev.serai.command.CheckCommand;
import dev.serai.command.Doctor;
import dev.serai.command.EvaluateCommand;
import dev.serai.command.HubDatabase;
import dev.serai.command.KeyCommand;
import dev.serai.command.OneLineErrors;
import dev.serai.command.TokenCommand;
import dev.serai.servers.StartupException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line: without a sub-command it runs the hub until it is told to stop. */
@Command(
        name = "serai",
        description = "Runs the hub, or one of the commands below.",
        mixinStandardHelpOptions = true,
        // One line per command; the classes live in dev.serai.command.
        subcommands = {Doctor.class, TokenCommand.class, EvaluateCommand.class})
public final class Serai implements Callable<Integer> {
    private Serai() {}

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Serai());
        commands.addSubcommand(CheckCommand.of(HubApplication.class, Hub.environment(Map.of())));
        commands.addSubcommand(KeyCommand.of(new HubDatabase(System.getenv())));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
        commands.setParameterExceptionHandler(new OneLineErrors());
        commands.setExecutionStrategy(Serai::run);
        System.exit(commands.execute(args));
    }

    /** A command answers on standard output alone; the libraries' logs would only be in the way. */
    private static int run(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            LoggingSystem.get(Serai.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public Integer call() throws InterruptedException {
        return HubProcess.run(Map.of());
    }

    private static int explain(Exception failure) {
        if (failure instanceof StartupException known) {
            System.err.println(known.code() + ": " + known.getMessage());
        } else {
            failure.printStackTrace();
        }
        return 1;
    }
}
