package dev.serai.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Hub;
import dev.serai.OwnServers;
import dev.serai.RunningHub;
import dev.serai.servers.DataFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OwnServers
class HubDatabaseTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path temp;

    @Test
    void aKeyMadeWithoutAHubWorksBesideTheHubThatStartsLater() {
        Path data = temp.resolve("data");
        String key = run(data, "create", "--org", "acme", "--name", "billing");
        assertThat(key).matches("serai_[a-z0-9]{10}_[a-z0-9]{52}\n");
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        DataFolder.own(data).close(); // free again

        Map<String, String> settings = Map.of("SERAI_DATA", data.toString(), "SERAI_PORT", "0", "SERAI_DEMO", "false");
        try (RunningHub hub = Hub.start(settings)) {
            assertThat(hub.embedded()).contains("postgres");
            assertThat(run(data, "list")).contains(key.substring(6, 16)).contains("billing");
            assertThat(run(data, "revoke", key.substring(6, 16))).isNotNull();
        }
        assertThat(run(data, "list")).contains("revoked");
    }

    @Test
    void aHubThatHasNotStartedYetIsSaidSo() {
        StringWriter err = new StringWriter();
        try (DataFolder held = DataFolder.own(temp)) {
            int status = KeyCommand.of(new HubDatabase(environment(held.root())))
                    .setErr(new PrintWriter(err))
                    .execute("list");
            assertThat(status).isOne();
        }
        assertThat(err.toString()).contains("is in use by process").contains("try again when the hub has started");
    }

    private String run(Path data, String... arguments) {
        out.getBuffer().setLength(0);
        int status = KeyCommand.of(new HubDatabase(environment(data)))
                .setOut(new PrintWriter(out))
                .execute(arguments);
        assertThat(status).isZero();
        return out.toString();
    }

    private static Map<String, String> environment(Path data) {
        return Map.of(
                "SERAI_DATA",
                data.toString(),
                "SERAI_BINARIES",
                Objects.requireNonNullElse(
                        System.getenv("SERAI_BINARIES"), data.resolve("bin").toString()));
    }
}
