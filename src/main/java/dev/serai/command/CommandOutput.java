package dev.serai.command;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command's two streams: results on standard output, one line per problem on standard error. */
record CommandOutput(PrintWriter out, PrintWriter err) {
    static final int OK = CommandLine.ExitCode.OK;
    static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    static final int MISUSED = CommandLine.ExitCode.USAGE;

    /** What a command does; may fail in any way. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static CommandOutput of(@Nullable CommandSpec spec) {
        CommandLine commandLine =
                Objects.requireNonNull(spec, "picocli sets the spec").commandLine();
        return new CommandOutput(commandLine.getOut(), commandLine.getErr());
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Answers the exit status: 0, 2 for a mistake in the arguments, 1 for anything else that failed. */
    int report(Work work) {
        try {
            work.run();
            return OK;
        } catch (UsageProblem e) {
            return problem(MISUSED, e);
        } catch (Exception e) {
            return problem(FAILED, e);
        }
    }

    private int problem(int status, Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        err.println(message.lines().findFirst().orElse(e.toString()));
        err.flush();
        return status;
    }
}
