package dev.serai.bench;

import dev.serai.embedding.LocalEmbedding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Time of embedding a query while nothing else happens, and beside bulk texts on all processors; the bulk's rate; and
 * the rate of the same texts in LangChain4j.
 */
final class EmbeddingBench {
    private static final int TOGETHER = 32;
    private static final String WORDS = "either party may terminate this agreement by written notice of thirty days ";

    private final LocalEmbedding embedding;
    private int asked;

    private EmbeddingBench(LocalEmbedding embedding) {
        this.embedding = embedding;
    }

    static void run(Options options) throws Exception {
        Path libraries = Files.createTempDirectory("libraries");
        try (LocalEmbedding embedding = new LocalEmbedding(libraries, 0)) {
            EmbeddingBench bench = new EmbeddingBench(embedding);
            bench.measure(options.number("queries", 400), options.number("rounds", 3));
            bench.compare(options.number("rounds", 3));
        }
    }

    private void measure(int queries, int rounds) throws Exception {
        embedding.embed(Collections.nCopies(TOGETHER, WORDS.repeat(25)));
        micros(queries);
        System.out.println("| Round | Queries | p50 ms | p99 ms | bulk texts/s |\n|---|---|---:|---:|---:|");
        for (int round = 1; round <= rounds; round++) {
            double[] idle = micros(queries);
            System.out.printf("| %d | alone | %.1f | %.1f | |%n", round, percentile(idle, 50), percentile(idle, 99));
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger texts = new AtomicInteger();
            long start = System.nanoTime();
            List<Thread> bulk = List.of(bulk(over, texts), bulk(over, texts));
            double[] busy = micros(queries);
            over.set(true);
            for (Thread thread : bulk) {
                thread.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "| %d | beside bulk | %.1f | %.1f | %.1f |%n",
                    round, percentile(busy, 50), percentile(busy, 99), texts.get() / seconds);
            System.out.printf("| %d | ratio of p99 | | %.1f | |%n", round, percentile(busy, 99) / percentile(idle, 99));
        }
    }

    /** Texts of just under 128 word-pieces, where LangChain4j cuts: equal work. */
    private void compare(int rounds) throws Exception {
        LangChainEmbedding langChain = new LangChainEmbedding();
        List<String> texts = Collections.nCopies(TOGETHER, WORDS.repeat(10));
        langChain.embed(texts);
        embedding.embed(texts);
        System.out.println("| Round | LangChain4j, float, texts/s | Serai, texts/s | times |\n|---|---:|---:|---:|");
        for (int round = 1; round <= rounds; round++) {
            double theirs = TOGETHER / seconds(() -> langChain.embed(texts));
            double ours = TOGETHER / seconds(() -> embedding.embed(texts));
            System.out.printf("| %d | %.1f | %.1f | %.2f |%n", round, theirs, ours, ours / theirs);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Texts of 256 word-pieces. */
    private Thread bulk(AtomicBoolean over, AtomicInteger texts) {
        return Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                texts.addAndGet(embedding.embed(Collections.nCopies(TOGETHER, WORDS.repeat(25))).length);
            }
        });
    }

    private double[] micros(int queries) {
        double[] micros = new double[queries];
        for (int i = 0; i < queries; i++) {
            String query = "what happens if number %d terminates without notice?".formatted(asked++);
            long start = System.nanoTime();
            embedding.embedQuery(query);
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1000;
    }
}
