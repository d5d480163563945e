package dev.serai.command;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers mistyped arguments with one line on standard error instead of the whole usage text; exit status 2. */
public final class OneLineErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String message = problem.getMessage().lines().findFirst().orElse("the arguments cannot be read");
        command.getErr().println(message + "; see " + name + " --help");
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }
}
