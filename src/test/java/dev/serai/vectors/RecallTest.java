package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many of the ten nearest rows are found, on vectors in clusters and queries from the same clusters. */
class RecallTest {
    private static final int DIMENSION = 384;
    private static final int ROWS = 12_000;
    private static final int QUERIES = 50;

    @TempDir
    private Path folder;

    private final Random random = new Random(11);
    private final Model model = new Model();
    private List<float[]> centres = List.of();

    @BeforeEach
    void fill() throws IOException {
        centres = Stream.generate(() -> Samples.unit(random, DIMENSION))
                .limit(100)
                .toList();
        List<VectorUpdate> updates = new ArrayList<>();
        for (int d = 0; d < ROWS / 20; d++) {
            List<VectorRow> rows = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                rows.add(new VectorRow(i, Samples.near(random, centres, 0.7)));
            }
            updates.add(new VectorUpdate.Upsert("d" + d, 1, d % 10 == 0 ? "letter" : "contract", rows));
        }
        model.apply("org", updates, 1);
        try (VectorStore store = open(ROWS)) {
            store.apply("org", updates, 1);
        }
    }

    @Test
    void codesFindAll() throws IOException {
        assertThat(recall(ROWS, Set.of())).isEqualTo(1);
    }

    @Test
    void signsFindNearlyAll() throws IOException {
        assertThat(recall(1, Set.of())).isGreaterThanOrEqualTo(0.98);
        assertThat(recall(1, Set.of("letter"))).isGreaterThanOrEqualTo(0.98);
    }

    private VectorStore open(int exactRows) throws IOException {
        return VectorStore.open(folder, new VectorSettings(DIMENSION, exactRows, 800, 10, Integer.MAX_VALUE, 100, 30));
    }

    private double recall(int exactRows, Set<String> types) throws IOException {
        int found = 0;
        try (VectorStore store = open(exactRows)) {
            for (int i = 0; i < QUERIES; i++) {
                float[] vector = Samples.near(random, centres, 0.7);
                VectorQuery query = new VectorQuery("org", vector, 10, Set.of(), types);
                Set<VectorMatch> wanted = new HashSet<>(model.search(query));
                wanted.retainAll(store.search(query));
                found += wanted.size();
            }
        }
        return found / (10.0 * QUERIES);
    }
}
