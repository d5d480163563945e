package dev.serai.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.servers.DataFolder;
import dev.serai.servers.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

/** Secrets at rest. */
class HubKeysTest {
    private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW =
            Base64.getEncoder().encodeToString("another key of thirty-two bytes.".getBytes(UTF_8));
    private static final byte[] SECRET = "a secret".getBytes(UTF_8);

    @TempDir
    private Path temp;

    @Test
    void whatIsSealedOpensForItsSubjectOnly() throws GeneralSecurityException {
        HubKeys keys = HubKeys.of(OLD);
        byte[] sealed = keys.first().seal(SECRET, "endpoint-a");

        assertThat(keys.open(keys.first().id(), sealed, "endpoint-a")).isEqualTo(SECRET);
        assertThat(new String(sealed, UTF_8)).doesNotContain("a secret");
        assertThat(keys.first().seal(SECRET, "endpoint-a")).isNotEqualTo(sealed);
        assertThatThrownBy(() -> keys.open(keys.first().id(), sealed, "endpoint-b"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aChangedBitIsNoticed() {
        HubKeys keys = HubKeys.of(OLD);
        byte[] sealed = keys.first().seal(SECRET, "e");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> keys.open(keys.first().id(), changed, "e"))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> keys.open(keys.first().id(), new byte[3], "e"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theFirstKeySealsAndTheSecondStillOpens() throws GeneralSecurityException {
        HubKeys before = HubKeys.of(OLD);
        byte[] sealed = before.first().seal(SECRET, "e");
        HubKeys both = HubKeys.of(NEW + ", " + OLD);

        assertThat(both.open(before.first().id(), sealed, "e")).isEqualTo(SECRET);
        assertThat(both.first().id()).isNotEqualTo(before.first().id());
        assertThatThrownBy(() -> HubKeys.of(NEW).open(before.first().id(), sealed, "e"))
                .hasMessage("SERAI_SECRETS_KEY has no key " + before.first().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "AAAA", "not base64 at all, but long enough to be one", ","})
    void aKeyThatIsNoneIsRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> HubKeys.of(text))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("32 bytes in base64")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AAAA", "short", "long enough"));
    }

    @Test
    void productionDoesNotStartWithoutAKeyOfItsOwn() {
        StandardEnvironment production = new StandardEnvironment();
        production.setActiveProfiles("production");

        assertThatThrownBy(() -> new OutboundConfiguration().hubKeys(temp, production))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SERAI_SECRETS_KEY is not set");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aDevelopmentKeyStaysAndIsItsOwnersAlone() throws Exception {
        HubKeys first = HubKeys.ofFolder(DataFolder.beside(temp));
        HubKeys again = HubKeys.ofFolder(DataFolder.beside(temp));

        assertThat(again.first().id()).isEqualTo(first.first().id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("keys/secrets"))))
                .isEqualTo("rw-------");
    }
}
