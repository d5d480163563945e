package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large org is searched by the clusters nearest to the query; what they do not hold yet is found all the same. */
class ClustersTest {
    private static final String ORG = "org";
    private static final int DIMENSION = 64;
    private static final int DOCUMENTS = 600;
    private static final int ROWS = 10;
    private static final VectorSettings SETTINGS = new VectorSettings(DIMENSION, 100, 800, 10, 3_000, 35, 30);

    @TempDir
    private Path folder;

    private final Random random = new Random(5);
    private final Model model = new Model();
    private final List<float[]> centres =
            Stream.generate(() -> Samples.unit(random, DIMENSION)).limit(40).toList();
    private VectorStore store;
    private long position;

    @BeforeEach
    void fill() throws Exception {
        store = VectorStore.open(folder, SETTINGS);
        List<VectorUpdate> updates = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            updates.add(document("d" + d, 1));
        }
        apply(updates);
        store.awaitUpkeep();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void aShareOfTheClustersFindsNearlyAll() throws IOException {
        assertThat(clusters()).exists();
        assertThat(recall()).isGreaterThan(0.97);
        reopen();
        assertThat(recall()).isGreaterThan(0.97);
    }

    @Test
    void whatIsWrittenIsFoundAndWhatIsDeletedIsNotBeforeTheClustersAreMadeAgain() throws IOException {
        VectorUpdate.Upsert added = document("added", 1);
        VectorUpdate.Upsert replaced = document("d3", 2);
        apply(List.of(added, replaced, new VectorUpdate.Delete("d5")));

        assertThat(nearest(added)).extracting(VectorMatch::documentId).isEqualTo("added");
        assertThat(nearest(replaced)).extracting(VectorMatch::version).isEqualTo(2);
        assertThat(store.search(Samples.query(ORG, Samples.unit(random, DIMENSION), 50)))
                .noneMatch(match ->
                        match.documentId().equals("d5") || (match.documentId().equals("d3") && match.version() == 1));
    }

    @Test
    void clustersFollowTheRowsThroughACompaction() throws Exception {
        byte[] before = Files.readAllBytes(clusters());
        List<VectorUpdate> deletes = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS / 5 * 2; d++) {
            deletes.add(new VectorUpdate.Delete("d" + d));
        }
        apply(deletes);
        store.awaitUpkeep();
        apply(List.of(document("later", 1)));

        assertThat(store.size()).isEqualTo((DOCUMENTS * 3 / 5 + 1) * ROWS);
        assertThat(Files.size(clusters())).isLessThan(before.length);
        assertThat(recall()).isGreaterThan(0.97);
        reopen();
        assertThat(store.damaged()).isEmpty();
        assertThat(recall()).isGreaterThan(0.97);
    }

    @Test
    void rowsThatCameSinceMoveIntoTheClusters() throws Exception {
        List<VectorUpdate> updates = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS / 2; d++) {
            updates.add(document("new" + d, 1));
        }
        long before = Files.size(clusters());
        apply(updates);
        store.awaitUpkeep();

        assertThat(Files.size(clusters())).isGreaterThan(before * 5 / 4);
        assertThat(recall()).isGreaterThan(0.97);
    }

    @Test
    void aDamagedClusterFileIsMadeAgainAndCostsNobodyAnAnswer() throws Exception {
        store.close();
        byte[] whole = Files.readAllBytes(clusters());
        for (int at : new int[] {3, 20, 33, 41, 70, whole.length / 2, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 8;
            Files.write(clusters(), flipped);
            reopen();
            assertThat(store.damaged()).isEmpty();
            assertThat(recall()).as("byte %d", at).isGreaterThan(0.97);
            store.awaitUpkeep();
            assertThat(clusters()).hasBinaryContent(whole);
        }
        for (int length = 0; length < whole.length; length += whole.length / 7) {
            Files.write(clusters(), java.util.Arrays.copyOf(whole, length));
            reopen();
            store.awaitUpkeep();
            assertThat(clusters()).hasBinaryContent(whole);
        }
    }

    @Test
    void clustersOfAnotherStateAreNotBelieved() throws Exception {
        byte[] old = Files.readAllBytes(clusters());
        store.forget(ORG);
        assertThat(clusters()).doesNotExist();
        List<VectorUpdate> updates = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            updates.add(document("d" + d, 7));
        }
        apply(updates);
        store.awaitUpkeep();
        store.close();
        Files.write(clusters(), old);

        reopen();

        assertThat(recall()).isGreaterThan(0.97);
        store.awaitUpkeep();
        assertThat(clusters().toFile()).isFile();
        assertThat(Files.readAllBytes(clusters())).isNotEqualTo(old);
    }

    @Test
    void damageUnderAnOpenStoreIsFoundByVerify() throws Exception {
        Path file = clusters();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, java.nio.file.StandardOpenOption.WRITE);

        assertThat(store.verify()).isEmpty();

        assertThat(recall()).isGreaterThan(0.97);
    }

    private VectorUpdate.Upsert document(String id, int version) {
        List<VectorRow> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new VectorRow(i, Samples.near(random, centres, 0.6)));
        }
        return new VectorUpdate.Upsert(id, version, "letter", rows);
    }

    private void apply(List<VectorUpdate> updates) throws IOException {
        store.apply(ORG, updates, ++position);
        model.apply(ORG, updates, position);
    }

    private void reopen() throws IOException {
        store.close();
        store = VectorStore.open(folder, SETTINGS);
    }

    private VectorMatch nearest(VectorUpdate.Upsert document) {
        float[] vector = document.rows().getFirst().vector();
        return store.search(Samples.query(ORG, vector, 1)).getFirst();
    }

    private double recall() {
        int found = 0;
        for (int i = 0; i < 50; i++) {
            VectorQuery query = Samples.query(ORG, Samples.near(random, centres, 0.6), 10);
            Set<VectorMatch> wanted = new HashSet<>(model.search(query));
            wanted.retainAll(store.search(query));
            found += wanted.size();
        }
        return found / 500.0;
    }

    private Path clusters() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".vectors"))
                    .map(file ->
                            file.resolveSibling(file.getFileName().toString().replace(".vectors", ".clusters")))
                    .findFirst()
                    .orElse(folder.resolve("none.clusters"));
        }
    }
}
