package dev.serai.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the drill; {@code -Dbench=mail} is the long one. */
@OwnServers
class MailFaultsTest {
    @TempDir
    Path folder;

    @Test
    void badDay36_everyRecipientGetsOneMailOrTheHubSaysWhichAreUnknown() throws Exception {
        MailDrill.Outcome outcome = MailDrill.run(400, folder.resolve("drill"));

        assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
    }
}
