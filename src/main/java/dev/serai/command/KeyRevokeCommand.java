package dev.serai.command;

import dev.serai.access.ServiceKeys;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a service key; running hubs refuse it within five seconds. */
@Command(name = "revoke", description = "Ends a key within five seconds.", mixinStandardHelpOptions = true)
final class KeyRevokeCommand implements Callable<Integer> {
    private final KeyCommand key;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The key's id, as key list shows it.")
    @Nullable
    private String id;

    KeyRevokeCommand(KeyCommand key) {
        this.key = key;
    }

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        return output.report(() -> {
            String wanted = wanted();
            key.work(keys -> revoke(keys, wanted, output));
        });
    }

    /** A whole key is not accepted, but its secret must not be repeated either. */
    private String wanted() throws UsageProblem {
        if (id == null || !id.matches("[a-z0-9]{10}")) {
            throw new UsageProblem("ID must be the key's id of 10 characters, as key list shows it");
        }
        return id;
    }

    private static void revoke(ServiceKeys keys, String id, CommandOutput output) throws UsageProblem {
        if (!keys.revoke(id)) {
            throw new UsageProblem("key \"" + id + "\" does not exist or is revoked already; see key list");
        }
        output.line("Key " + id + " is revoked; running hubs refuse it within 5 s");
    }
}
