package dev.serai.command;

import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.OrgId;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a development token, and nothing else, on standard output. */
@Command(
        name = "token",
        description = "Prints a development token for trying the API; refused in the production profile.",
        mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", "));

    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "--org", paramLabel = "ORG", description = "The organization; optional for hub roles only.")
    @Nullable
    private String org;

    @Option(names = "--role", paramLabel = "ROLE", description = "member, org_admin, viewer, operator or admin.")
    @Nullable
    private String role;

    @Option(names = "--user", paramLabel = "USER", defaultValue = "developer", description = "Default: developer.")
    private String user = "developer";

    @Option(names = "--ttl", paramLabel = "TTL", defaultValue = "1h", description = "30s, 15m, 1h, at most 30d.")
    private String ttl = "1h";

    private final Map<String, String> environment;
    private final Clock clock;

    /** With the process's own environment: SERAI_DATA, SPRING_PROFILES_ACTIVE. */
    public TokenCommand() {
        this(System.getenv(), Clock.systemUTC());
    }

    TokenCommand(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        return output.report(() -> output.line(token()));
    }

    private String token() throws UsageProblem, IOException {
        if (DevelopmentKeys.isProduction(environment.get("SPRING_PROFILES_ACTIVE"))) {
            throw new UsageProblem("token: development tokens are refused in the production profile; "
                    + "use a token of a configured issuer or a service key");
        }
        Path dataFolder = Path.of(environment.getOrDefault("SERAI_DATA", "data"));
        return new DevelopmentKeys(dataFolder, clock).issue(grant());
    }

    private DevelopmentGrant grant() throws UsageProblem {
        Role wanted = role();
        if (org == null && !wanted.isHubRole()) {
            throw new UsageProblem("--org is missing; role " + wanted.text() + " acts inside one organization");
        }
        if (org != null && !OrgId.isValid(org)) {
            throw new UsageProblem("--org \"" + org + "\" must be " + OrgId.EXPECTED);
        }
        if (!user.matches("[^\\p{Cntrl}\\s]{1,255}")) {
            throw new UsageProblem("--user must be 1 to 255 characters without blanks");
        }
        return new DevelopmentGrant(org, wanted, user, Ttl.parse("--ttl", ttl, LONGEST));
    }

    private Role role() throws UsageProblem {
        if (role == null) {
            throw new UsageProblem("--role is missing; expected one of " + ROLES);
        }
        return Role.of(role)
                .orElseThrow(() -> new UsageProblem("--role \"" + role + "\" is unknown; expected one of " + ROLES));
    }
}
