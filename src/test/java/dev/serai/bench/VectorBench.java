package dev.serai.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Engines side by side on the same vectors: recall@10 against brute force, time of a search by one thread, searches a
 * second by two. First each setting of each engine by itself, which gives the curves and finds the fastest setting that
 * is good enough. Then only these, in turns query by query, so that all meet the same disturbances and none finds in the
 * caches what another setting of its own has just read.
 */
final class VectorBench {
    static final int K = 10;
    /** Of all documents, every first, tenth, hundredth is the tenant's. */
    static final int[] TENANTS = {1, 10, 100};

    private static final int WARM_UP = 600;
    private static final double SECONDS = 0.4;
    private static final int TURNS = 5;
    private static final double GOOD = 0.99;

    private static final int ROUNDS = 5;

    private final VectorSet set;

    private VectorBench(VectorSet set) {
        this.set = set;
    }

    private record Measured(double recall, double p50, double p99, double perSecond) {}

    static void run(Options options) throws Exception {
        int count = options.number("rows", 100_000);
        Path folder = Files.createTempDirectory("vectors");
        try {
            VectorSet set = set(options, folder, count);
            VectorBench bench = new VectorBench(set);
            System.out.printf("%d rows of %d numbers, %s%n", count, VectorSet.DIMENSION, options.text("real", "made"));
            bench.compare(folder, options);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    static VectorSet set(Options options, Path folder, int count) throws IOException {
        int queries = options.number("queries", 300);
        Path rows = folder.resolve("rows");
        String real = options.text("real", "");
        return real.isEmpty()
                ? VectorSet.synthetic(rows, count, queries, 42)
                : VectorSet.grown(
                        rows,
                        floats(Path.of(real + ".rows")),
                        Arrays.copyOf(floats(Path.of(real + ".queries")), queries),
                        count,
                        42);
    }

    /** As {@code embed} writes them. */
    private static float[][] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[][] vectors = new float[bytes.remaining() / Float.BYTES / VectorSet.DIMENSION][VectorSet.DIMENSION];
        for (float[] vector : vectors) {
            bytes.asFloatBuffer().get(vector);
            bytes.position(bytes.position() + Float.BYTES * VectorSet.DIMENSION);
        }
        return vectors;
    }

    private void compare(Path folder, Options options) throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        List<VectorEngine> others = new ArrayList<>();
        System.out.println("\n| Build | s |\n|---|---:|");
        try {
            Path store = Files.createDirectories(folder.resolve("store"));
            double[] seconds = new double[2];
            for (int every : TENANTS) {
                double[] one = SeraiVectors.fill(store, set, every);
                seconds = every == 1 ? one : seconds;
            }
            System.out.printf("| Serai, searchable | %.1f |%n| … and clustered | %.1f |%n", seconds[0], seconds[1]);
            LuceneVectors lucene = new LuceneVectors(folder.resolve("lucene"), set);
            open.add(lucene);
            System.out.printf("| Lucene | %.1f |%n", lucene.seconds);
            IntStream.of(10, 30, 60, 100, 150, 250).mapToObj(lucene::at).forEach(others::add);
            if (options.number("jvector", 1) == 1) {
                JVectorVectors jvector = new JVectorVectors(set);
                System.out.printf("| JVector | %.1f |%n", jvector.seconds);
                IntStream.of(20, 60, 150, 300).mapToObj(jvector::at).forEach(others::add);
            }
            if (!options.text("jdbc", "").isEmpty()) {
                others.addAll(pgvector(options.text("jdbc", ""), open));
            }
            for (int every : TENANTS) {
                List<VectorEngine> engines = new ArrayList<>(serai(store, open));
                engines.addAll(others);
                measure(engines, every);
            }
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
    }

    private List<VectorEngine> pgvector(String url, List<AutoCloseable> open) throws Exception {
        List<VectorEngine> engines = new ArrayList<>();
        PgVectors hnsw = new PgVectors(url, set, "hnsw (v vector_cosine_ops) with (m = 16, ef_construction = 64)");
        open.add(hnsw);
        System.out.printf("| pgvector HNSW | %.1f |%n", hnsw.seconds);
        for (int ef : new int[] {40, 64, 150, 300}) {
            engines.add(hnsw.at("hnsw.ef_search = " + ef));
        }
        return engines;
    }

    private static List<VectorEngine> serai(Path store, List<AutoCloseable> open) throws IOException {
        List<SeraiVectors> variants = new ArrayList<>();
        variants.add(SeraiVectors.open(store, Integer.MAX_VALUE, 400, 100));
        for (int rescored : new int[] {600, 800, 1200}) {
            for (int percent : new int[] {5, 8, 10, 12, 15, 20}) {
                variants.add(SeraiVectors.open(store, 1, rescored, percent));
            }
        }
        open.addAll(variants);
        return List.copyOf(variants);
    }

    private void measure(List<VectorEngine> engines, int every) throws Exception {
        Map<VectorEngine, Measured> curves = new LinkedHashMap<>();
        for (VectorEngine engine : engines) {
            curves.putAll(inTurns(List.of(engine), 1, every));
        }
        print(every == 1 ? "All rows" : "A tenant with %d %% of them".formatted(100 / every), curves);
        List<VectorEngine> best = Stream.of("Serai", "Lucene", "JVector", "pgvector")
                .flatMap(name -> best(curves, name).stream())
                .toList();
        Map<VectorEngine, Measured> duel = inTurns(best, ROUNDS, every);
        print("In turns", duel);
        Measured ours = duel.get(best.getFirst());
        for (VectorEngine other : best.subList(1, best.size())) {
            Measured theirs = duel.get(other);
            System.out.printf(
                    "%nAgainst %s (recall %.4f, Serai %.4f): %.1f x p50, %.1f x p99, %.1f x searches/s%n",
                    other.name(),
                    theirs.recall,
                    ours.recall,
                    theirs.p50 / ours.p50,
                    theirs.p99 / ours.p99,
                    ours.perSecond / theirs.perSecond);
        }
    }

    private Map<VectorEngine, Measured> inTurns(List<VectorEngine> engines, int rounds, int every) throws Exception {
        List<int[]> truth = set.truth(K, every);
        float[][] queries = set.queries();
        for (VectorEngine engine : engines) {
            for (int i = 0; i < WARM_UP; i++) {
                engine.search(queries[i % queries.length], every);
            }
        }
        double[][] micros = new double[engines.size()][rounds * queries.length];
        int[] found = new int[engines.size()];
        for (int q = 0; q < rounds * queries.length; q++) {
            for (int e = 0; e < engines.size(); e++) {
                long start = System.nanoTime();
                List<Integer> rows = engines.get(e).search(queries[q % queries.length], every);
                micros[e][q] = (System.nanoTime() - start) / 1000.0;
                found[e] += common(rows, truth.get(q % queries.length));
            }
        }
        double[] perSecond = perSecond(engines, every);
        Map<VectorEngine, Measured> measured = new LinkedHashMap<>();
        for (int e = 0; e < engines.size(); e++) {
            Arrays.sort(micros[e]);
            measured.put(
                    engines.get(e),
                    new Measured(
                            (double) found[e] / K / micros[e].length,
                            micros[e][micros[e].length / 2],
                            micros[e][micros[e].length * 99 / 100],
                            perSecond[e]));
        }
        return measured;
    }

    private static int common(List<Integer> rows, int[] truth) {
        Set<Integer> wanted = new HashSet<>(rows);
        return (int) Arrays.stream(truth).filter(wanted::contains).count();
    }

    /** In turns, too: the median of each engine's. */
    private double[] perSecond(List<VectorEngine> engines, int every) throws Exception {
        double[][] turns = new double[engines.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int e = 0; e < turns.length; e++) {
                turns[e][turn] = perSecond(engines.get(e), every);
            }
        }
        return Arrays.stream(turns)
                .mapToDouble(one -> Arrays.stream(one).sorted().toArray()[TURNS / 2])
                .toArray();
    }

    /** By as many threads as there are processors. */
    private double perSecond(VectorEngine engine, int every) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * 37;
                counts.add(pool.submit(() -> {
                    int count = 0;
                    while (System.nanoTime() < end) {
                        engine.search(set.queries()[(first + count++) % set.queries().length], every);
                    }
                    return count;
                }));
            }
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            return sum / SECONDS;
        }
    }

    private static void print(String title, Map<VectorEngine, Measured> measured) {
        System.out.printf(
                "%n%s (load %.1f)%n%n| Engine | recall@10 | p50 µs | p99 µs | searches/s |%n|---|---:|---:|---:|---:|%n",
                title, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        measured.forEach((engine, m) -> System.out.printf(
                "| %s | %.4f | %.0f | %.0f | %.0f |%n", engine.name(), m.recall, m.p50, m.p99, m.perSecond));
    }

    /** The fastest setting that is good enough, or else the one that finds most. */
    private static Optional<VectorEngine> best(Map<VectorEngine, Measured> measured, String name) {
        List<Map.Entry<VectorEngine, Measured>> all = measured.entrySet().stream()
                .filter(e -> e.getKey().name().startsWith(name))
                .toList();
        return all.stream()
                .filter(e -> e.getValue().recall >= GOOD)
                .min(Comparator.comparingDouble(e -> e.getValue().p50))
                .or(() -> all.stream().max(Comparator.comparingDouble(e -> e.getValue().recall)))
                .map(Map.Entry::getKey);
    }
}
