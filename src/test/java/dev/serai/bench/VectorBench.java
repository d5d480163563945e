package dev.serai.bench;

import dev.serai.vectors.VectorMatch;
import dev.serai.vectors.VectorQuery;
import dev.serai.vectors.VectorRow;
import dev.serai.vectors.VectorSettings;
import dev.serai.vectors.VectorStore;
import dev.serai.vectors.VectorUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * The vector store against Lucene's HNSW on the same vectors: recall@10 against brute force, and time of a search by one
 * thread. Vectors lie in clusters (topics) of clusters (documents of 20 chunks), as embedded text does.
 */
final class VectorBench {
    static final int DIMENSION = 384;
    private static final int K = 10;
    private static final int CHUNKS = 20;
    private static final int WARM_UP = 100;

    private final float[][] rows;
    private final float[][] queries;

    private VectorBench(int count, int queries) {
        Random random = new Random(42);
        float[][] topics = new float[Math.max(1, count / 1000)][];
        Arrays.setAll(topics, i -> around(random, new float[DIMENSION], 1));
        this.rows = new float[count][];
        float[] document = topics[0];
        for (int i = 0; i < count; i++) {
            if (i % CHUNKS == 0) {
                document = around(random, topics[random.nextInt(topics.length)], 0.8);
            }
            rows[i] = around(random, document, 0.6);
        }
        this.queries = new float[queries][];
        Arrays.setAll(this.queries, i -> around(random, rows[random.nextInt(count)], 0.6));
    }

    private static float[] around(Random random, float[] centre, double spread) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (centre[i] + spread * random.nextGaussian() / Math.sqrt(DIMENSION));
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    /** Answers row numbers, best first. */
    private interface Engine {
        List<Integer> search(float[] query) throws IOException;
    }

    static void run(Options options) throws IOException {
        int count = options.number("rows", 20_000);
        VectorBench bench = new VectorBench(count, options.number("queries", 200));
        Path folder = Files.createTempDirectory("vectors");
        System.out.println("| Rows | Engine | recall@10 | p50 µs | p99 µs |\n|---|---|---:|---:|---:|");
        try {
            for (int percent : new int[] {1, 10, 100}) {
                bench.compareStore(folder.resolve("store" + percent), count / 100 * percent, options);
            }
            try (LuceneVectors lucene = new LuceneVectors(folder.resolve("lucene"), bench.rows)) {
                for (int percent : new int[] {1, 10, 100}) {
                    int size = count / 100 * percent;
                    for (int candidates : new int[] {K, 50, 100}) {
                        bench.measure(size, "Lucene HNSW, " + candidates, q -> lucene.search(q, K, candidates, size));
                    }
                }
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void compareStore(Path folder, int size, Options options) throws IOException {
        try (VectorStore filling = VectorStore.open(folder, VectorSettings.of(DIMENSION))) {
            long start = System.nanoTime();
            fill(filling, size);
            System.out.printf("| %d | filled | | %d ms | |%n", size, (System.nanoTime() - start) / 1_000_000);
        }
        try (VectorStore exact = VectorStore.open(folder, settings(size, 1))) {
            measure(size, "store, codes", q -> search(exact, q));
        }
        for (int rescored = 200; rescored <= options.number("rescored", 1600); rescored *= 2) {
            try (VectorStore signs = VectorStore.open(folder, settings(0, rescored))) {
                measure(size, "store, signs, " + rescored, q -> search(signs, q));
            }
        }
    }

    private static VectorSettings settings(int exactRows, int rescored) {
        return new VectorSettings(DIMENSION, exactRows, rescored, 30);
    }

    private void fill(VectorStore store, int size) throws IOException {
        List<VectorUpdate> updates = new ArrayList<>();
        for (int first = 0; first < size; first += CHUNKS) {
            List<VectorRow> chunks = new ArrayList<>();
            for (int i = first; i < Math.min(size, first + CHUNKS); i++) {
                chunks.add(new VectorRow(i, rows[i]));
            }
            updates.add(new VectorUpdate.Upsert("d" + first, 1, "letter", chunks));
            if (updates.size() == 100 || first + CHUNKS >= size) {
                store.apply("org", updates, first + 1);
                updates.clear();
            }
        }
    }

    private static List<Integer> search(VectorStore store, float[] query) {
        return store.search(new VectorQuery("org", query, K, Set.of(), Set.of())).stream()
                .map(VectorMatch::ordinal)
                .toList();
    }

    private void measure(int size, String engine, Engine search) throws IOException {
        for (int i = 0; i < WARM_UP * 5; i++) {
            search.search(queries[i % queries.length]);
        }
        double found = 0;
        double[] micros = new double[queries.length];
        for (int i = 0; i < queries.length; i++) {
            long start = System.nanoTime();
            List<Integer> matches = search.search(queries[i]);
            micros[i] = (System.nanoTime() - start) / 1000.0;
            Set<Integer> wanted = nearest(queries[i], size);
            wanted.retainAll(matches);
            found += wanted.size();
        }
        Arrays.sort(micros);
        System.out.printf(
                "| %d | %s | %.3f | %.0f | %.0f |%n",
                size, engine, found / K / queries.length, micros[micros.length / 2], micros[micros.length * 99 / 100]);
    }

    private Set<Integer> nearest(float[] query, int size) {
        double[] scores = new double[size];
        Arrays.setAll(scores, i -> dot(query, rows[i]));
        return new HashSet<>(IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .limit(K)
                .toList());
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
