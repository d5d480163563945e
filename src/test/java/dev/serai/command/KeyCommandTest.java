package dev.serai.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.ServiceKeyDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KeyCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int closed;

    @BeforeEach
    void clear() {
        ServiceKeyDatabase.clear();
    }

    @Test
    void aKeyIsCreatedListedAndRevoked() {
        assertThat(run("key", "create", "--org", "acme", "--name", "billing", "--scopes", "search", "--ttl", "90d"))
                .isZero();
        String key = out.toString().strip();
        assertThat(key).matches("serai_[a-z0-9]{10}_[a-z0-9]{52}");
        String id = key.substring(6, 16);

        assertThat(list()).isEqualToIgnoringNewLines("""
                ID          ORG   NAME     SCOPES  CREATED               LAST USED  EXPIRES               STATE
                %s  acme  billing  search  2026-03-01T10:00:00Z  -          2026-05-30T10:00:00Z  active
                """.formatted(id));

        assertThat(run("key", "revoke", id)).isZero();
        assertThat(list()).endsWith("revoked\n").doesNotContain(key.substring(17));
        assertThat(closed).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key | key: say what to do",
                "key create --name n | --org is missing",
                "key create --org acme | --name is missing",
                "key create --org a.b --name n | --org \"a.b\" must be 1 to 64",
                "key create --org acme --name n --scopes search,all | --scopes [all, search] must be",
                "key create --org acme --name n --ttl soon | --ttl \"soon\" must be",
                "key list --org a.b | --org \"a.b\" must be 1 to 64",
                "key revoke | ID must be",
                "key revoke zzzzzzzzzz | key \"zzzzzzzzzz\" does not exist",
                "key destroy | Unmatched argument at index 1: 'destroy'",
            })
    void aMistakeIsOneLineAndStatusTwo(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith(message);
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsOneLineAndStatusOne() {
        DatabaseAccess none = () -> {
            throw new IllegalStateException("No Postgres at the address of SERAI_POSTGRES_URL\nand more");
        };

        assertThat(run(none, "key", "list")).isOne();
        assertThat(err.toString().lines()).containsExactly("No Postgres at the address of SERAI_POSTGRES_URL");
    }

    private String list() {
        out.getBuffer().setLength(0);
        assertThat(run("key", "list", "--org", "acme")).isZero();
        return out.toString();
    }

    private int run(String... arguments) {
        return run(() -> new TestDatabase(), arguments);
    }

    private int run(DatabaseAccess database, String... arguments) {
        return new CommandLine(new Hub())
                .addSubcommand(KeyCommand.of(database, CLOCK))
                .setParameterExceptionHandler(new OneLineErrors())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @CommandLine.Command(name = "serai")
    private static final class Hub {}

    private final class TestDatabase implements DatabaseAccess.Opened {
        @Override
        public DataSource system() {
            return ServiceKeyDatabase.system();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
