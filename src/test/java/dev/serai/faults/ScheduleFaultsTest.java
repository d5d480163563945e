package dev.serai.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short in each build; {@code -Dserai.tests.left-out=} kills each of the three nodes. */
@OwnServers
class ScheduleFaultsTest {
    @TempDir
    Path folder;

    @Test
    void badDay49_threeNodesOfWhichOneIsKilledAtFireTimeMakeOneEffectForEachSlot() throws Exception {
        oneEffectForEachSlot(1);
    }

    @Test
    @Tag("drill")
    void badDay49_threeNodesOfWhichEachIsKilledAtFireTimeMakeOneEffectForEachSlot() throws Exception {
        oneEffectForEachSlot(3);
    }

    private void oneEffectForEachSlot(int kills) throws Exception {
        ScheduleDrill.Outcome outcome = ScheduleDrill.run(kills, folder.resolve("drill"));

        assertThat(outcome.isSound()).as(outcome.toString()).isTrue();
    }
}
