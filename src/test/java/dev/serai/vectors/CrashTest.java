package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@OwnServers
class CrashTest {
    private static final int CHANGES = 6;

    @TempDir
    private Path folder;

    @Test
    void aFileCutAtAnyByteHoldsAnEarlierStateWholeOrNothing() throws IOException {
        byte[] whole = written(CHANGES);
        Path file = file();
        List<List<VectorMatch>> states = states();
        for (int length = whole.length - 1; length >= 0; length -= length > Layout.FILE_HEADER ? 1 : 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
                long position = store.position(History.ORG);
                assertThat(position).as("%d bytes", length).isLessThan(CHANGES);
                assertThat(store.search(History.everything())).isEqualTo(states.get((int) position));
                assertThat(store.damaged()).hasSize(position == 0 ? 1 : 0);
            }
        }
    }

    @Test
    void aTornTailIsWrittenOver() throws IOException {
        byte[] whole = written(CHANGES);
        Files.write(file(), Arrays.copyOf(whole, whole.length - 70));
        try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
            assertThat(store.position(History.ORG)).isEqualTo(CHANGES - 1);
            store.apply(History.ORG, History.change(CHANGES), CHANGES);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }

    @Test
    void zerosAtTheEndAreNoDamage() throws IOException {
        written(CHANGES);
        Files.write(file(), new byte[5000], StandardOpenOption.APPEND);
        assertState(CHANGES);
    }

    @Test
    void anyFlippedBitIsFoundAndOnlyItsOrgIsDropped() throws IOException {
        byte[] whole = written(CHANGES);
        Path file = file();
        try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
            store.apply("other", History.change(1), 1);
        }
        Random random = new Random(7);
        for (int i = 0; i < 600; i++) {
            int at = i < 300 ? Layout.FILE_HEADER + i : random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
                assertThat(store.damaged()).as("byte %d", at).hasSize(1);
                assertThat(store.position(History.ORG)).isZero();
                assertThat(store.search(History.everything())).isEmpty();
                assertThat(store.position("other")).isEqualTo(1);
            }
        }
    }

    @Test
    void aBitFlippedUnderAnOpenStoreIsFoundByVerify() throws IOException {
        byte[] whole = written(CHANGES);
        try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
            assertThat(store.verify()).isEmpty();
            whole[whole.length - 9] ^= 4;
            Files.write(file(), whole, StandardOpenOption.WRITE);

            assertThat(store.verify()).extracting(DamagedOrg::org).containsExactly(History.ORG);

            assertThat(store.orgs()).isEmpty();
            store.apply(History.ORG, History.change(1), 1);
        }
        assertState(1);
    }

    @Test
    void aFileWrittenAnewButCutOffIsNoState() throws Exception {
        VectorSettings settings = VectorSettings.of(8);
        try (VectorStore store = VectorStore.open(folder, settings)) {
            Random random = new Random(1);
            for (int n = 1; n <= 3; n++) {
                store.apply(History.ORG, List.of(Samples.document(random, "d" + n, n, "letter", 3000, 8)), n);
            }
            store.apply(History.ORG, List.of(new VectorUpdate.Delete("d1")), 4); // a third is dead: compacted
            store.awaitUpkeep();
            assertThat(store.search(Samples.query(History.ORG, Samples.unit(random, 8), 9000)))
                    .hasSize(6000);
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        try (VectorStore store = VectorStore.open(folder, settings)) {
            assertThat(store.damaged()).extracting(DamagedOrg::org).containsExactly(History.ORG);
        }
    }

    @Test
    void whatAnUnfinishedCompactionLeftIsRemoved() throws IOException {
        written(2);
        Path left = file().resolveSibling(file().getFileName() + OrgFile.UNFINISHED);
        Files.writeString(left, "half");
        assertState(2);
        assertThat(left).doesNotExist();
    }

    @Test
    @Timeout(120)
    void aProcessKilledWhileItWritesLosesNothingItSaidItWrote() throws IOException, InterruptedException {
        long before = 0;
        for (int kill = 0; kill < 4; kill++) {
            long said = killedAfter(before + 100 + 37L * kill);
            try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
                assertThat(store.damaged()).isEmpty();
                before = store.position(History.ORG);
                assertThat(before).isGreaterThanOrEqualTo(said);
                assertThat(store.search(History.everything())).isEqualTo(History.after(before));
            }
        }
    }

    private long killedAfter(long position) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        History.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            long said = 0;
            while (said < position) {
                said = Long.parseLong(out.readLine());
            }
            process.destroyForcibly(); // SIGKILL
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return said;
        }
    }

    private static List<List<VectorMatch>> states() {
        List<List<VectorMatch>> states = new ArrayList<>();
        for (int n = 0; n <= CHANGES; n++) {
            states.add(History.after(n));
        }
        return states;
    }

    private byte[] written(int changes) throws IOException {
        try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
            for (int n = 1; n <= changes; n++) {
                store.apply(History.ORG, History.change(n), n);
            }
        }
        return Files.readAllBytes(file());
    }

    private void assertState(int n) throws IOException {
        try (VectorStore store = VectorStore.open(folder, History.SETTINGS)) {
            assertThat(store.damaged()).isEmpty();
            assertThat(store.position(History.ORG)).isEqualTo(n);
            assertThat(store.search(History.everything())).isEqualTo(History.after(n));
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".vectors"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
