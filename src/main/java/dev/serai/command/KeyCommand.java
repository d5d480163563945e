package dev.serai.command;

import dev.serai.access.JdbcServiceKeyStore;
import dev.serai.access.ServiceKeys;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes the keys with which product teams' servers call the hub. */
@Command(
        name = "key",
        description = "Service keys: create, list, revoke. To rotate: create a second one, switch, revoke the first.",
        mixinStandardHelpOptions = true)
public final class KeyCommand implements Callable<Integer> {
    private final DatabaseAccess database;
    private final Clock clock;

    @Spec
    @Nullable
    private CommandSpec spec;

    private KeyCommand(DatabaseAccess database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The command with its three sub-commands, to be added under the name {@code key}. */
    public static CommandLine of(DatabaseAccess database) {
        return of(database, Clock.systemUTC());
    }

    static CommandLine of(DatabaseAccess database, Clock clock) {
        KeyCommand key = new KeyCommand(database, clock);
        return new CommandLine(key)
                .addSubcommand(new KeyCreateCommand(key))
                .addSubcommand(new KeyListCommand(key, clock))
                .addSubcommand(new KeyRevokeCommand(key));
    }

    @Override
    public Integer call() {
        return CommandOutput.of(spec).report(() -> {
            throw new UsageProblem("key: say what to do: create, list or revoke");
        });
    }

    /** What a sub-command does with the keys. */
    @FunctionalInterface
    interface Work {
        void with(ServiceKeys keys) throws Exception;
    }

    void work(Work work) throws Exception {
        try (DatabaseAccess.Opened opened = database.open()) {
            work.with(new ServiceKeys(new JdbcServiceKeyStore(opened.system()), clock));
        }
    }
}
