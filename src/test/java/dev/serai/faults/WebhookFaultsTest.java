package dev.serai.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the drill; {@code -Dbench=webhook-drill} is the long one. */
@OwnServers
class WebhookFaultsTest {
    @TempDir
    Path folder;

    @Test
    void badDay36_whatWasAcknowledgedIsWorkedOffOnceHoweverOftenTheHubIsKilled() throws Exception {
        WebhookDrill.Outcome outcome = WebhookDrill.run(1_500, 1, 6, folder.resolve("drill"));

        assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
    }
}
