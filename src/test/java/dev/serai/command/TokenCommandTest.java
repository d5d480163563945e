package dev.serai.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TokenCommandTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsNothingButTheToken() throws Exception {
        int status = run("--org", "acme", "--role", "member", "--user", "kim", "--ttl", "15m");

        SignedJWT token = SignedJWT.parse(out.toString().strip());
        assertThat(status).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString()).isEmpty();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("kim");
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.plusSeconds(900));
        assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).isEqualTo(List.of("member"));
    }

    @Test
    void aHubRoleNeedsNoOrganization() throws Exception {
        assertThat(run("--role", "operator")).isZero();
        assertThat(SignedJWT.parse(out.toString().strip()).getJWTClaimsSet().getClaim("org_id"))
                .isNull();
    }

    @Test
    void theKeyIsReadableByItsOwnerOnly() throws Exception {
        run("--role", "admin");

        Path key = data.resolve("keys/development-jwt.json");
        assertThat(Files.getPosixFilePermissions(key)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(key.getParent()).isDirectoryContaining(key::equals).isDirectoryNotContaining("glob:**.new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--role member | --org is missing; role member acts inside one organization",
                "--org acme | --role is missing; expected one of member, org_admin, viewer, operator, admin",
                "--org acme --role king | --role \"king\" is unknown",
                "--org ac.me --role member | --org \"ac.me\" must be 1 to 64 characters",
                "--role admin --ttl 31d | --ttl \"31d\" is too long; at most 30d",
                "--role admin --ttl 1w | --ttl \"1w\" must be a number and s, m, h or d",
                "--role admin --ttl -1h | --ttl \"-1h\" must be a number and s, m, h or d",
                "--role admin --ttl 0s | --ttl \"0s\" must be a number and s, m, h or d",
                "--rule admin | Unknown options: '--rule', 'admin'",
            })
    void aMistakeIsOneLineAndStatusTwo(String arguments, String message) {
        int status = run(arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith(message);
        assertThat(data.resolve("keys")).doesNotExist();
    }

    @Test
    void theProductionProfileRefuses() {
        int status = runIn("eu,production", "--role", "admin");

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("refused in the production profile");
        assertThat(data.resolve("keys")).doesNotExist();
    }

    private int run(String... arguments) {
        return runIn("", arguments);
    }

    private int runIn(String profiles, String... arguments) {
        Map<String, String> environment = Map.of("SERAI_DATA", data.toString(), "SPRING_PROFILES_ACTIVE", profiles);
        return new CommandLine(new TokenCommand(environment, Clock.fixed(NOW, ZoneOffset.UTC)))
                .setParameterExceptionHandler(new OneLineErrors())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
