package dev.serai;

import dev.serai.servers.StartupException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Turns what stopped a start into the one line for the person who started it. Registered with Spring Boot too, to keep
 * it from logging the stack trace of a failure that needs none.
 */
final class StartFailure implements SpringBootExceptionReporter {
    /** Spring Boot insists on this argument, which is null when the context was not made yet. */
    StartFailure(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return known(failure).isPresent();
    }

    static StartupException explain(Throwable failure) {
        return known(failure)
                .orElseGet(() -> new StartupException(
                        "SERAI-START-009",
                        "the hub does not start: " + innermost(failure) + " (the log has the details)",
                        failure));
    }

    private static Optional<StartupException> known(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException known) {
                return Optional.of(known);
            }
            if (cause instanceof PortInUseException taken) {
                return Optional.of(new StartupException(
                        "SERAI-START-008",
                        "port " + taken.getPort()
                                + " is in use; stop what listens there or set SERAI_PORT to another port",
                        failure));
            }
        }
        return Optional.empty();
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }
}
