package dev.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.Api;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.FileSystemUtils;

/**
 * Route files edited by HTTP, well and badly, while requests go through a synchronous route at a steady rate and
 * documents through the stages: nothing may fail, be lost or be done twice. Then hundreds of edits, and the heap.
 */
final class RouteEditBench {
    private static final String ORG = "edits";
    private static final int MOST_AT_ONCE = 200;
    private static final List<String> STAGES = List.of("store", "chunk", "embed", "index");
    private static final String HOME = "hub/home.camel.yaml";

    private final BenchHub hub;
    private final Api operator;
    private final Map<String, String> originals = new TreeMap<>();
    private final List<Double> applies = new ArrayList<>();
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private int edits;
    private int refusals;

    private RouteEditBench(BenchHub hub) throws IOException {
        this.hub = hub;
        this.operator = new Api(
                hub.hub().address(),
                new DevelopmentKeys(hub.data(), Clock.systemUTC())
                        .issue(new DevelopmentGrant(null, Role.OPERATOR, "bench", Duration.ofHours(1))));
    }

    /** {@code rate=500 seconds=120 uploads=3 reloads=500}. */
    static void run(Options options) throws Exception {
        Path routes = BenchHub.folder("edit-routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        try (BenchHub hub = BenchHub.start("route-edits", Map.of("SERAI_ROUTES", routes.toString()))) {
            RouteEditBench bench = new RouteEditBench(hub);
            bench.underLoad(options);
            bench.heap(options.number("reloads", 500));
        }
    }

    private void underLoad(Options options) throws Exception {
        int seconds = options.number("seconds", 120);
        Semaphore room = new Semaphore(MOST_AT_ONCE);
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
                HttpClient client = HttpClient.newHttpClient()) {
            long period = TimeUnit.SECONDS.toNanos(1) / options.number("rate", 500);
            var requests = clock.scheduleAtFixedRate(() -> request(client, room), 0, period, TimeUnit.NANOSECONDS);
            long uploadPeriod = TimeUnit.SECONDS.toNanos(1) / options.number("uploads", 3);
            var uploads = clock.scheduleAtFixedRate(this::upload, 0, uploadPeriod, TimeUnit.NANOSECONDS);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int turn = 0; System.nanoTime() < end; turn++) {
                edit(turn);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
            requests.cancel(false);
            uploads.cancel(false);
            room.acquire(MOST_AT_ONCE);
        }
        drain();
        report();
    }

    private void request(HttpClient client, Semaphore room) {
        room.acquireUninterruptibly();
        Thread.ofVirtual().start(() -> {
            count(status(client));
            room.release();
        });
    }

    /** 0 when there was no answer. */
    private int status(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.hub().address() + "/"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void count(int status) {
        answers.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    private void upload() {
        try {
            String text = "Clause %d: what is agreed here is agreed once.".formatted(System.nanoTime());
            Api.Reply reply = hub.as(ORG).upload("clause.txt", text.getBytes(StandardCharsets.UTF_8));
            if (reply.status() == 202) {
                accepted.incrementAndGet();
            } else {
                answers.computeIfAbsent(reply.status(), status -> new LongAdder())
                        .increment();
            }
        } catch (IOException e) {
            count(0);
        }
    }

    /** In turn: the synchronous route, a stage's steps, what a stage listens to, and two kinds of mistakes. */
    private void edit(int turn) {
        String stage = "documents/%s.camel.yaml".formatted(STAGES.get(turn / 5 % STAGES.size()));
        String note = "description: Edit %d. ".formatted(turn);
        switch (turn % 5) {
            case 0 -> put(HOME, original(HOME).replaceFirst("description: ", note), 200);
            case 1 -> put(stage, original(stage).replaceFirst("description: ", note), 200);
            case 2 ->
                put(
                        stage,
                        original(stage)
                                .replaceFirst("description: ", note)
                                .replaceFirst(
                                        "maxPollRecords: 1",
                                        "maxPollRecords: 1\n        shutdownTimeout: " + (30_000 + turn)),
                        200);
            case 3 -> put(HOME, original(HOME).replaceFirst("ref: documentation", "ref: documentatoin"), 422);
            default -> put(stage, original(stage).replaceFirst("steps:", "steps: ["), 422);
        }
    }

    private String original(String path) {
        return originals.computeIfAbsent(
                path, name -> operator.get("/api/routes/files/" + name).text());
    }

    private void put(String path, String content, int expected) {
        long base = Long.parseLong(
                operator.get("/api/routes/files/" + path).header("etag").replace("\"", ""));
        long begin = System.nanoTime();
        Api.Reply reply = operator.send(operator.request("/api/routes/files/%s?reason=bench".formatted(path))
                .header("If-Match", "\"%d\"".formatted(base))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(content))
                .build());
        if (reply.status() != expected) {
            throw new IllegalStateException(
                    "%s: %d, expected %d: %s".formatted(path, reply.status(), expected, reply.text()));
        }
        if (expected == 200) {
            applies.add((System.nanoTime() - begin) / 1e6);
            edits++;
        } else {
            refusals++;
        }
    }

    private void drain() {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (hub.count(ORG, "ready") + hub.count(ORG, "failed") < accepted.get() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private void report() {
        System.out.println("| What | measured | Goal |\n|---|---:|---|");
        System.out.printf("| Edits applied, refused | %d, %d | – |%n", edits, refusals);
        answers.forEach((status, count) ->
                System.out.printf("| Answers with status %d | %d | only 200 |%n", status, count.sum()));
        System.out.printf("| Documents accepted, ready | %d, %d | equal |%n", accepted.get(), hub.count(ORG, "ready"));
        System.out.printf(
                "| Chunks, one a document | %d | equal |%n",
                number("select count(*) from document_chunks where org_id = ?"));
        System.out.printf("| Documents indexed more than once | %d | 0 |%n", number("""
                        select count(*) from (
                            select document_id from document_chunks where org_id = ? group by document_id having count(*) <> 1) twice"""));
        System.out.printf(
                "| Dead letters | %d | 0 |%n", number("select count(*) from dead_letter_jobs where org_id = ?"));
        times("One edit under load, ms: median, p99, max", "≤ 1000");
    }

    private void times(String name, String goal) {
        List<Double> sorted = applies.stream().sorted().toList();
        System.out.printf(
                "| %s | %.0f, %.0f, %.0f | %s |%n",
                name, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast(), goal);
        applies.clear();
    }

    private int number(String sql) {
        Integer number = hub.system().queryForObject(sql, Integer.class, ORG);
        return number == null ? 0 : number;
    }

    private void heap(int reloads) {
        List<String> live = new ArrayList<>();
        for (int i = 0; i <= reloads; i++) {
            if (i % Math.max(1, reloads / 10) == 0) {
                settle();
                live.add("%.0f".formatted(Heap.live()));
            }
            String path = i % 2 == 0 ? HOME : "documents/store.camel.yaml";
            put(path, original(path).replaceFirst("description: ", "description: Reload %d. ".formatted(i)), 200);
        }
        times("One edit of %d, otherwise quiet, ms: median, p99, max".formatted(reloads), "≤ 1000");
        validations();
        JsonNode list = operator.get("/api/routes").json();
        System.out.printf("| Live heap over %d edits, MB | %s | flat |%n", reloads, String.join(" ", live));
        System.out.printf(
                "| Routes after them | %d | as before |%n", list.path("routes").size());
    }

    private void validations() {
        String content = original(HOME).replaceFirst("description: ", "description: Validated. ");
        String body = new ObjectMapper()
                .valueToTree(Map.of("files", Map.of(HOME, content)))
                .toString();
        for (int i = 0; i < 100; i++) {
            long begin = System.nanoTime();
            operator.post("/api/routes/validate", body);
            applies.add((System.nanoTime() - begin) / 1e6);
        }
        times("One validation of all files, ms: median, p99, max", "≤ 300");
    }

    /** Old routes are removed when the last exchange has left them. */
    private static void settle() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }
}
