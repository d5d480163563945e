package dev.serai.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@OwnServers
class OrphanTest {
    @Test
    void whatHasEndedAndIsNotCollectedByItsParentHasEnded() throws Exception {
        // The shell becomes a program that never waits for the child that the shell had.
        Process careless = new ProcessBuilder("sh", "-c", "sleep 0.2 & exec sleep 60").start();
        try {
            ProcessHandle child = Awaitility.await()
                    .until(() -> careless.children().toList(), children -> !children.isEmpty())
                    .getFirst();

            assertThat(Orphan.exits(child, Duration.ofSeconds(20))).isTrue();
            assertThat(child.isAlive()).isTrue(); // for the Java runtime
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatRunsOnHasNotEnded() throws Exception {
        Process running = new ProcessBuilder(List.of("sleep", "60")).start();
        try {
            assertThat(Orphan.exits(running.toHandle(), Duration.ofMillis(50))).isFalse();
        } finally {
            running.destroyForcibly().waitFor();
        }
        assertThat(Orphan.exits(running.toHandle(), Duration.ofSeconds(20))).isTrue();
    }
}
