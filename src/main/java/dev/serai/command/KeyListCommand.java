package dev.serai.command;

import dev.serai.access.OrgId;
import dev.serai.access.ServiceKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a table of service keys, without their secrets. */
@Command(name = "list", description = "Prints a table of keys, without secrets.", mixinStandardHelpOptions = true)
final class KeyListCommand implements Callable<Integer> {
    private static final List<String> TITLES =
            List.of("ID", "ORG", "NAME", "SCOPES", "CREATED", "LAST USED", "EXPIRES", "STATE");

    private final KeyCommand key;
    private final Clock clock;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "--org", paramLabel = "ORG", description = "Only the keys of this organization.")
    @Nullable
    private String org;

    KeyListCommand(KeyCommand key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        return output.report(() -> {
            requireOrg();
            key.work(keys -> print(keys.list(org), output));
        });
    }

    private void requireOrg() throws UsageProblem {
        if (org != null && !OrgId.isValid(org)) {
            throw new UsageProblem("--org \"" + org + "\" must be " + OrgId.EXPECTED);
        }
    }

    private void print(List<ServiceKey> keys, CommandOutput output) {
        Stream<List<String>> rows =
                Stream.concat(Stream.of(TITLES), keys.stream().map(this::row));
        TextTable.lines(rows.toList()).forEach(output::line);
    }

    private List<String> row(ServiceKey key) {
        return List.of(
                key.id(),
                key.org(),
                key.name(),
                String.join(",", new TreeSet<>(key.scopes())),
                time(key.createdAt()),
                time(key.lastUsedAt()),
                time(key.expiresAt()),
                key.state(clock.instant()).name().toLowerCase(Locale.ROOT));
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
