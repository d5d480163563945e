package dev.serai.command;

import dev.serai.access.NewServiceKey;
import dev.serai.access.Scopes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a new service key, and nothing else, on standard output; it cannot be shown again. */
@Command(name = "create", description = "Prints a new key, once.", mixinStandardHelpOptions = true)
final class KeyCreateCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final KeyCommand key;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "--org", paramLabel = "ORG", description = "The only organization that the key works for.")
    @Nullable
    private String org;

    @Option(names = "--name", paramLabel = "NAME", description = "What the key is for.")
    @Nullable
    private String name;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            split = ",",
            description =
                    "documents:read, documents:write, search, webhooks, alerts, checkins, admin:org. Default: the first three.")
    private List<String> scopes = List.copyOf(Scopes.USUAL);

    @Option(names = "--ttl", paramLabel = "TTL", description = "How long it works, like 90d. Default: until revoked.")
    @Nullable
    private String ttl;

    KeyCreateCommand(KeyCommand key) {
        this.key = key;
    }

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        return output.report(() -> {
            NewServiceKey wish = wish();
            key.work(keys -> output.line(keys.create(wish).text()));
        });
    }

    private NewServiceKey wish() throws UsageProblem {
        Duration lifetime = ttl == null ? null : Ttl.parse("--ttl", ttl, LONGEST);
        Set<String> wanted = new LinkedHashSet<>(scopes);
        try {
            return new NewServiceKey(
                    given("--org", org),
                    given("--name", name),
                    wanted,
                    lifetime,
                    "cli:" + System.getProperty("user.name"));
        } catch (IllegalArgumentException e) {
            throw new UsageProblem("--" + e.getMessage());
        }
    }

    private static String given(String option, @Nullable String value) throws UsageProblem {
        if (value == null) {
            throw new UsageProblem(option + " is missing; expected key create --org ORG --name NAME");
        }
        return value;
    }
}
