package dev.serai.bench;

import dev.serai.Api;
import dev.serai.embedding.LocalEmbedding;
import dev.serai.embedding.TokenCounter;
import dev.serai.text.Chunk;
import dev.serai.text.Chunker;
import dev.serai.text.ExtractedText;
import dev.serai.text.MediaType;
import dev.serai.text.TextExtractor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A batch of text files through the hub, from the first upload to the last document ready, against extraction,
 * chunking and embedding of the same files in a bare loop. Both in one JVM with the same model; the hub idles meanwhile.
 * Some batches go through first, until the compilers are done: a hub runs for weeks.
 */
final class OverheadBench {
    private static final int CLIENTS = 8;

    private final Figures bareWall = new Figures();
    private final Figures bareCpu = new Figures();
    private final Figures hubWall = new Figures();
    private final Figures hubCpu = new Figures();
    private final BenchHub hub;
    private final List<Path> files;
    private int chunks;

    private OverheadBench(BenchHub hub, List<Path> files) {
        this.hub = hub;
        this.files = files;
    }

    static void run(Options options) throws Exception {
        try (BenchHub hub = BenchHub.start("overhead", Map.of())) {
            List<Path> files = Corpus.files(
                    options.text("folder", ""),
                    options.number("files", 200),
                    hub.folder().resolve("files"));
            OverheadBench bench = new OverheadBench(hub, files);
            int warm = options.number("warm", 3);
            for (int i = 1; i <= warm; i++) {
                bench.throughHub("warm-" + i);
            }
            bench.idle();
            for (int i = 0; i <= options.number("rounds", 3); i++) {
                bench.round(i);
            }
            bench.print();
        }
    }

    /** What the hub burns beside the bare loop. */
    private void idle() throws Exception {
        TimeUnit.SECONDS.sleep(5);
        Cost cost = cost(() -> TimeUnit.SECONDS.sleep(10));
        System.out.printf("idle hub: %.2f cores, %.2f of them outside its JVM%n", cost.cpu / 10, cost.servers / 10);
    }

    private void round(int number) throws Exception {
        Cost bare = cost(this::bareLoop);
        ThreadTimes before = ThreadTimes.now();
        Cost through = cost(() -> throughHub("bench-" + number));
        System.out.printf(
                "round %d: bare %.1f s, %.1f CPU-s; hub %.1f s, %.1f CPU-s, %.1f of them outside its JVM; by thread:%n%s%n",
                number,
                bare.wall,
                bare.cpu,
                through.wall,
                through.cpu,
                through.servers,
                ThreadTimes.now().since(before));
        if (number > 0) { // the first only warms up
            bareWall.add(bare.wall);
            bareCpu.add(bare.cpu);
            hubWall.add(through.wall);
            hubCpu.add(through.cpu);
        }
    }

    private record Cost(double wall, double cpu, double servers) {}

    private Cost cost(Heap.Work work) throws Exception {
        double cpu = hub.processes().cpuSeconds();
        double own = hub.processes().rootSeconds();
        long begin = System.nanoTime();
        work.run();
        double wall = (System.nanoTime() - begin) / 1e9;
        double all = hub.processes().cpuSeconds() - cpu;
        return new Cost(wall, all, all - (hub.processes().rootSeconds() - own));
    }

    private void bareLoop() throws Exception {
        chunks = 0;
        for (Path file : files) {
            String title = String.valueOf(file.getFileName());
            ExtractedText text =
                    hub.bean(TextExtractor.class).extract(file, MediaType.TEXT).withTitle(title);
            List<Chunk> cut = hub.bean(Chunker.class).split(text, hub.bean(TokenCounter.class));
            chunks += hub.bean(LocalEmbedding.class)
                    .embed(cut.stream()
                            .map(chunk -> Chunker.context(title, chunk) + chunk.text())
                            .toList())
                    .length;
        }
    }

    private void throughHub(String org) throws Exception {
        Api api = hub.as(org);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> uploads = new ArrayList<>();
            for (Path file : files) {
                uploads.add(clients.submit(() -> upload(api, file)));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> hub.count(org, "ready") == files.size());
    }

    private static Api.Reply upload(Api api, Path file) throws Exception {
        Api.Reply reply = api.upload(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        if (reply.status() != 202) {
            throw new IllegalStateException(reply.status() + " " + reply.text());
        }
        return reply;
    }

    private void print() {
        System.out.printf("%d files, %d chunks, %d clients%n", files.size(), chunks, CLIENTS);
        Figures.header();
        System.out.println(bareWall.row("Bare loop, wall seconds", "–"));
        System.out.println(hubWall.row("Hub, wall seconds", "–"));
        System.out.println(bareCpu.row("Bare loop, CPU seconds", "–"));
        System.out.println(hubCpu.row("Hub, CPU seconds", "–"));
        System.out.printf(
                "| Overhead in wall time, %% | | %.0f | | ≤ 20 |%n", 100 * (hubWall.median() / bareWall.median() - 1));
        System.out.printf(
                "| Overhead in CPU time, %% | | %.0f | | – |%n", 100 * (hubCpu.median() / bareCpu.median() - 1));
    }
}
