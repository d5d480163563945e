package dev.serai.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temp;

    @Test
    void belongsToOneHubAtATime() {
        try (DataFolder first = DataFolder.own(temp.resolve("data"))) {
            assertThatThrownBy(() -> DataFolder.own(first.root()))
                    .isInstanceOfSatisfying(
                            StartupException.class, e -> assertThat(e.code()).isEqualTo("SERAI-START-002"))
                    .hasMessage("data folder " + first.root() + " is in use by process "
                            + ProcessHandle.current().pid() + "; stop it or set SERAI_DATA to another folder");
        }
        DataFolder.own(temp.resolve("data")).close();
    }

    @Test
    void keepsSecretsThatOnlyItsOwnerMayRead() throws IOException {
        try (DataFolder folder = DataFolder.own(temp.resolve("data"))) {
            String secret = folder.key("example");
            assertThat(secret).matches("[0-9a-f]{64}").isEqualTo(folder.key("example"));
            assertThat(secret).isNotEqualTo(folder.key("another"));
            assertThat(DataFolder.beside(folder.root()).key("example")).isEqualTo(secret);
            assertThat(mode(folder.root())).isEqualTo("rwx------");
            assertThat(mode(folder.root().resolve("keys"))).isEqualTo("rwx------");
            assertThat(mode(folder.root().resolve("keys/example"))).isEqualTo("rw-------");
        }
    }

    @Test
    void tellsCommandsBesideItWhereTheServersAreWhileTheHubRuns() throws IOException {
        DataFolder folder = DataFolder.own(temp.resolve("data"));
        folder.publish(Map.of("serai.redis.url", "redis://:secret@127.0.0.1:1"));
        assertThat(DataFolder.beside(folder.root()).published())
                .containsEntry("serai.redis.url", "redis://:secret@127.0.0.1:1");
        assertThat(mode(folder.root().resolve("run/servers.properties"))).isEqualTo("rw-------");
        folder.close();
        assertThat(DataFolder.beside(folder.root()).published()).isEmpty();
    }

    @Test
    void saysWhatToDoWhenItCannotBeUsed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> DataFolder.own(file.resolve("data")))
                .hasMessageContaining("cannot be used")
                .hasMessageContaining("SERAI_DATA");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
