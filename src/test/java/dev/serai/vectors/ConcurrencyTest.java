package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
    private static final int DOCUMENTS = 12;
    private static final int CHANGES = 250;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void everySearchSeesOneMomentWhileTheOrgIsWrittenClusteredCompactedAndForgotten(int clusteredRows)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        VectorSettings settings = new VectorSettings(16, 0, 1_000, 100, clusteredRows, 100, 30);
        try (VectorStore store = VectorStore.open(folder, settings);
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            replaceAll(store, 1);
            Callable<Integer> reader = () -> read(store, over);
            List<Future<Integer>> reads =
                    List.of(readers.submit(reader), readers.submit(reader), readers.submit(reader));
            try {
                for (int version = 2; version < CHANGES; version++) {
                    if (version % 50 == 0) {
                        store.forget("org");
                    }
                    replaceAll(store, version); // every second one leaves more than 30 % dead and compacts
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> read : reads) {
                assertThat(read.get()).isPositive();
            }
        }
    }

    private static void replaceAll(VectorStore store, int version) throws IOException {
        Random random = new Random(version);
        List<VectorUpdate> updates = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            updates.add(Samples.document(random, "d" + d, version, "letter", 3, 16));
        }
        store.apply("org", updates, version);
    }

    private static int read(VectorStore store, AtomicBoolean over) {
        VectorQuery query = Samples.query("org", Samples.unit(new Random(0), 16), 100);
        int reads = 0;
        do {
            List<VectorMatch> matches = store.search(query);
            assertThat(matches.size()).isIn(0, 3 * DOCUMENTS); // 0 while forgotten
            assertThat(matches.stream()
                            .mapToInt(VectorMatch::version)
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(1);
            reads++;
        } while (!over.get());
        return reads;
    }
}
