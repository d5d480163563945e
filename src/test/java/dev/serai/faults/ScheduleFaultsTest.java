package dev.serai.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleFaultsTest {
    @TempDir
    Path folder;

    @Test
    void badDay49_threeNodesOfWhichOneIsKilledAtEachFireTimeMakeOneEffectForEachSlot() throws Exception {
        ScheduleDrill.Outcome outcome = ScheduleDrill.run(3, folder.resolve("drill"));

        assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
    }
}
