package dev.serai.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short drill: what the hub has acknowledged is there once, whatever happened meanwhile. */
@OwnServers
class FaultsTest {
    @TempDir
    private Path temp;

    @Test
    void badDay36_nothingIsLostAndNothingHappensTwice() throws Exception {
        Drill.Outcome outcome = Drill.run(new Plan(
                Long.getLong("seed", 20),
                12,
                150,
                Duration.ofSeconds(4),
                4,
                false,
                150,
                Duration.ofMinutes(10),
                Path.of("routes"),
                temp));

        assertThat(outcome.findings().all()).isEmpty();
        assertThat(outcome.findings().deadLetters()).isZero();
        assertThat(outcome.defects()).isZero();
        assertThat(outcome.happened()).as(outcome.struck().toString()).isGreaterThanOrEqualTo(10);
        assertThat(outcome.wholeKills()).isGreaterThanOrEqualTo(3);
        assertThat(outcome.acked()).isGreaterThan(120);
        assertThat(outcome.findings().documents()).isBetween(outcome.acked(), outcome.acked() + outcome.unknown());
    }
}
