package dev.serai.bench;

import dev.serai.vectors.VectorMatch;
import dev.serai.vectors.VectorQuery;
import dev.serai.vectors.VectorSettings;
import dev.serai.vectors.VectorStore;
import dev.serai.vectors.VectorUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/**
 * The life of one large org with the settings that the hub has: filled, closed, opened, searched, written to, and
 * searched while a tenth of its documents a minute is replaced. A replaced document comes back under another name with
 * the same vectors, so that what should be found stays the same.
 */
final class LargeOrgBench {
    private static final String ORG = "large";
    private static final int WARM_UP = 300;
    private static final int BATCH = 10;

    private final VectorSet set;
    private final List<int[]> truth;
    private final Path folder;

    /** How often a document has been replaced; part of its name. */
    private final int[] renamed;

    private long position = 1;

    private LargeOrgBench(VectorSet set, Path folder) {
        this.set = set;
        this.folder = folder;
        this.truth = set.truth(VectorBench.K, 1);
        this.renamed = new int[VectorSet.document(set.size() - 1) + 1];
    }

    static void run(Options options) throws Exception {
        Path folder = Files.createTempDirectory("vectors");
        try {
            VectorSet set = VectorBench.set(options, folder, options.number("rows", 1_000_000));
            System.out.printf("%d rows, %s%n%n| What | |%n|---|---:|%n", set.size(), options.text("real", "made"));
            LargeOrgBench bench = new LargeOrgBench(set, Files.createDirectories(folder.resolve("store")));
            bench.fill();
            bench.open(options.number("seconds", 60));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void fill() throws IOException, InterruptedException {
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(VectorSet.DIMENSION))) {
            long start = System.nanoTime();
            List<VectorUpdate> updates = new ArrayList<>();
            for (int document = 0; document < renamed.length; document++) {
                updates.add(document(document));
                if (updates.size() == 200) {
                    store.apply(ORG, updates, position++);
                    updates.clear();
                }
            }
            store.apply(ORG, updates, position++);
            store.commit();
            row("Filled and searchable, s", (System.nanoTime() - start) / 1e9);
            store.awaitUpkeep();
            row("… and clustered, s", (System.nanoTime() - start) / 1e9);
        }
    }

    private void open(int seconds) throws Exception {
        double before = anonymousMegabytes();
        long start = System.nanoTime();
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(VectorSet.DIMENSION))) {
            store.search(query(set.queries()[0]));
            row("Opened and first search answered, s", (System.nanoTime() - start) / 1e9);
            searches(store, WARM_UP);
            Searches quiet = searches(store, set.queries().length);
            quiet.print("alone");
            row("Memory beyond mapped files, MB", anonymousMegabytes() - before);
            inserts(store);
            churn(store, seconds);
            store.awaitUpkeep();
            searches(store, set.queries().length).print("after it");
        }
    }

    /** What a writer sees that asks at once for what it has written. */
    private void inserts(VectorStore store) throws IOException {
        double[] inserted = new double[100];
        double[] deleted = new double[inserted.length];
        for (int i = 0; i < inserted.length; i++) {
            VectorUpdate.Upsert document = (VectorUpdate.Upsert) document(i * 7);
            String name = "new" + i;
            long start = System.nanoTime();
            store.apply(ORG, List.of(new VectorUpdate.Upsert(name, 1, document.type(), document.rows())), position++);
            boolean found = holds(store, document, name);
            inserted[i] = (System.nanoTime() - start) / 1e6;
            start = System.nanoTime();
            store.apply(ORG, List.of(new VectorUpdate.Delete(name)), position++);
            boolean gone = !holds(store, document, name);
            deleted[i] = (System.nanoTime() - start) / 1e6;
            if (!found || !gone) {
                throw new IllegalStateException("document " + name + (found ? " is still found" : " is not found"));
            }
        }
        Arrays.sort(inserted);
        Arrays.sort(deleted);
        row("Insert of 20 rows until found, p50 ms", inserted[50]);
        row("… p99 ms", inserted[99]);
        row("Delete until not found, p50 ms", deleted[50]);
        row("… p99 ms", deleted[99]);
    }

    /** The original and its copy are equally near; both fit into twice K. */
    private static boolean holds(VectorStore store, VectorUpdate.Upsert document, String name) {
        return store
                .search(new VectorQuery(
                        ORG, document.rows().getFirst().vector(), 2 * VectorBench.K, Set.of(), Set.of()))
                .stream()
                .anyMatch(match -> match.documentId().equals(name));
    }

    private void churn(VectorStore store, int seconds) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger replaced = new AtomicInteger();
        Thread writer = Thread.ofPlatform().start(() -> replace(store, over, replaced));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Searches all = new Searches();
        while (System.nanoTime() < end) {
            all.add(searches(store, set.queries().length));
        }
        over.set(true);
        writer.join();
        all.print("while %d documents were replaced in %d s".formatted(replaced.get(), seconds));
    }

    /** A tenth of all a minute, some documents at a time, in an order that jumps about. */
    private void replace(VectorStore store, AtomicBoolean over, AtomicInteger replaced) {
        long start = System.nanoTime();
        long nanosPerBatch = TimeUnit.SECONDS.toNanos(600) * BATCH / renamed.length;
        try {
            for (int batch = 0; !over.get(); batch++) {
                List<VectorUpdate> updates = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    int document = (int) ((batch * (long) BATCH + i) * 7919 % renamed.length);
                    updates.add(new VectorUpdate.Delete(name(document)));
                    renamed[document]++;
                    updates.add(document(document));
                }
                store.apply(ORG, updates, position++);
                replaced.addAndGet(BATCH);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, start + batch * nanosPerBatch - System.nanoTime()));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Searches {
        private final List<Double> micros = new ArrayList<>();
        private int found;

        void add(Searches other) {
            micros.addAll(other.micros);
            found += other.found;
        }

        void print(String when) {
            micros.sort(null);
            int count = micros.size();
            row("recall@10 " + when, (double) found / VectorBench.K / count);
            row("… p50 ms", micros.get(count / 2) / 1000);
            row("… p99 ms", micros.get(count * 99 / 100) / 1000);
        }
    }

    private Searches searches(VectorStore store, int count) {
        Searches searches = new Searches();
        for (int i = 0; i < count; i++) {
            int q = i % set.queries().length;
            long start = System.nanoTime();
            List<VectorMatch> matches = store.search(query(set.queries()[q]));
            searches.micros.add((System.nanoTime() - start) / 1000.0);
            Set<Integer> rows = new HashSet<>();
            matches.forEach(match -> rows.add(match.ordinal()));
            searches.found +=
                    (int) Arrays.stream(truth.get(q)).filter(rows::contains).count();
        }
        return searches;
    }

    private static VectorQuery query(float[] vector) {
        return new VectorQuery(ORG, vector, VectorBench.K, Set.of(), Set.of());
    }

    private VectorUpdate document(int document) {
        VectorUpdate.Upsert original = SeraiVectors.document(set, document * VectorSet.CHUNKS_PER_DOCUMENT);
        return new VectorUpdate.Upsert(name(document), 1, original.type(), original.rows());
    }

    private String name(int document) {
        return "d" + document + "r" + renamed[document];
    }

    private static double anonymousMegabytes() throws IOException {
        Heap.live();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }

    private static void row(String what, double value) {
        System.out.printf("| %s | %s |%n", what, value < 1.5 ? "%.4f".formatted(value) : "%.1f".formatted(value));
    }
}
