package dev.serai.bench;

import dev.serai.vectors.VectorMatch;
import dev.serai.vectors.VectorQuery;
import dev.serai.vectors.VectorRow;
import dev.serai.vectors.VectorSettings;
import dev.serai.vectors.VectorStore;
import dev.serai.vectors.VectorUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The hub's store. A tenant is an org of its own, as it is in the hub. */
record SeraiVectors(String name, VectorStore store) implements VectorEngine, AutoCloseable {
    /** Reads what {@link #fill} has written. */
    static SeraiVectors open(Path folder, int exactRows, int rescored, int probedPercent) throws IOException {
        String name = exactRows == Integer.MAX_VALUE
                ? "Serai, exact"
                : "Serai, %d rescored, %d %% probed".formatted(rescored, probedPercent);
        return new SeraiVectors(name, VectorStore.open(folder, settings(exactRows, rescored, probedPercent)));
    }

    private static VectorSettings settings(int exactRows, int rescored, int probedPercent) {
        VectorSettings usual = VectorSettings.of(VectorSet.DIMENSION);
        return new VectorSettings(
                VectorSet.DIMENSION,
                exactRows,
                rescored,
                usual.rescoredPercent(),
                usual.clusteredRows(),
                probedPercent,
                usual.deadPercent());
    }

    /** Until all is searchable at full speed. Answers seconds until it could be searched, and until then. */
    static double[] fill(Path folder, VectorSet set, int every) throws IOException, InterruptedException {
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(VectorSet.DIMENSION))) {
            long start = System.nanoTime();
            List<VectorUpdate> updates = new ArrayList<>();
            for (int first = 0; first < set.size(); first += VectorSet.CHUNKS_PER_DOCUMENT) {
                if (VectorSet.document(first) % every == 0) {
                    updates.add(document(set, first));
                }
                if (updates.size() == 200) {
                    store.apply(org(every), updates, first + 1);
                    updates.clear();
                }
            }
            store.apply(org(every), updates, set.size() + 1);
            store.commit();
            double searchable = (System.nanoTime() - start) / 1e9;
            store.awaitUpkeep();
            return new double[] {searchable, (System.nanoTime() - start) / 1e9};
        }
    }

    static VectorUpdate.Upsert document(VectorSet set, int first) {
        List<VectorRow> rows = new ArrayList<>();
        for (int i = first; i < Math.min(set.size(), first + VectorSet.CHUNKS_PER_DOCUMENT); i++) {
            rows.add(new VectorRow(i, set.row(i)));
        }
        return new VectorUpdate.Upsert("d" + first, 1, "letter", rows);
    }

    static String org(int every) {
        return "every-" + every;
    }

    @Override
    public List<Integer> search(float[] query, int every) {
        return store.search(new VectorQuery(org(every), query, VectorBench.K, Set.of(), Set.of())).stream()
                .map(VectorMatch::ordinal)
                .toList();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
