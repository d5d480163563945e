package dev.serai.bench;

import dev.serai.Api;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A large file through the hub's API, as raw body and as form, against a plain put of the same file into the same S3
 * server. All in one JVM, so the heap figures hold the client and the S3 server too.
 */
final class UploadBench implements AutoCloseable {
    private static final String ORG = "bench-upload";
    private static final String BOUNDARY = "bench-boundary";
    private static final double MB = 1e6;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BenchHub hub;
    private final S3Client s3;
    private final String bucket;
    private final Figures plain = new Figures();
    private final Figures raw = new Figures();
    private final Figures form = new Figures();

    private UploadBench(BenchHub hub) {
        this.hub = hub;
        this.s3 = hub.bean(S3Client.class);
        this.bucket = String.valueOf(hub.hub().context().getEnvironment().getProperty("serai.s3.bucket"));
    }

    static void run(Options options) throws Exception {
        try (BenchHub hub = BenchHub.start("upload", Map.of("SERAI_UPLOAD_MAXSIZE", "1100MB"));
                UploadBench bench = new UploadBench(hub)) {
            Path file = Corpus.large(hub.folder().resolve("large.txt"), 1_000_000L * options.number("mb", 200));
            bench.rounds(file, options.number("rounds", 5));
            bench.heap(file);
            Files.delete(file);
            bench.huge(options.number("huge", 1_000));
        }
    }

    private void rounds(Path file, int rounds) throws Exception {
        double megabytes = Files.size(file) / MB;
        for (int i = 0; i <= rounds; i++) {
            double a = megabytes / seconds(() -> put(file));
            removePlain();
            double b = megabytes / seconds(() -> upload(rawRequest(file)));
            tidy();
            double c = megabytes / seconds(() -> upload(formRequest(file)));
            tidy();
            System.out.printf("round %d: plain %.0f, raw %.0f, form %.0f MB/s%n", i, a, b, c);
            if (i > 0) { // the first only warms up
                plain.add(a);
                raw.add(b);
                form.add(c);
            }
        }
        print();
    }

    private void print() {
        Figures.header();
        System.out.println(plain.row("Plain S3 put, MB/s", "–"));
        System.out.println(raw.row("Upload as raw body, MB/s", "–"));
        System.out.println(form.row("Upload as form, MB/s", "–"));
        System.out.printf("| Raw body, %% of plain put | | %.0f | | ≥ 60 |%n", 100 * raw.median() / plain.median());
        System.out.printf("| Form, %% of plain put | | %.0f | | ≥ 60 |%n", 100 * form.median() / plain.median());
    }

    private void heap(Path file) throws Exception {
        System.out.printf("| Extra heap of a plain put, MB | | %.0f | | – |%n", Heap.extraMegabytes(() -> put(file)));
        removePlain();
        double ofRaw = Heap.extraMegabytes(() -> upload(rawRequest(file)));
        tidy();
        System.out.printf("| Extra heap of an upload as raw body, MB | | %.0f | | ≤ 64 |%n", ofRaw);
        double ofForm = Heap.extraMegabytes(() -> upload(formRequest(file)));
        tidy();
        System.out.printf("| Extra heap of an upload as form, MB | | %.0f | | ≤ 64 |%n", ofForm);
    }

    private void huge(int megabytes) throws Exception {
        Path file = Corpus.large(hub.folder().resolve("huge.txt"), 1_000_000L * megabytes);
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        double ofRaw = seconds(() -> upload(rawRequest(file)));
        tidy();
        double ofForm = seconds(() -> upload(formRequest(file)));
        tidy();
        System.out.printf(
                "| %d MB through a heap of %d MB, seconds as raw body | | %.1f | | – |%n", megabytes, heap, ofRaw);
        System.out.printf(
                "| %d MB through a heap of %d MB, seconds as form | | %.1f | | – |%n", megabytes, heap, ofForm);
    }

    private static double seconds(Heap.Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private void put(Path file) {
        s3.putObject(r -> r.bucket(bucket).key("bench/plain"), RequestBody.fromFile(file));
    }

    private void removePlain() {
        s3.deleteObject(r -> r.bucket(bucket).key("bench/plain"));
    }

    private HttpRequest rawRequest(Path file) throws IOException {
        return request("text/plain", BodyPublishers.ofFile(file));
    }

    private HttpRequest formRequest(Path file) throws IOException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n";
        return request(
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")));
    }

    private HttpRequest request(String type, BodyPublisher body) throws IOException {
        return hub.as(ORG)
                .request("/api/documents?duplicate=true")
                .timeout(Duration.ofMinutes(10))
                .header("Content-Type", type)
                .header("X-File-Name", "large.txt")
                .POST(body)
                .build();
    }

    private void upload(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** Waits until the pipeline has had its look at the file, which is too long for it, and deletes the document. */
    private void tidy() throws IOException {
        Api api = hub.as(ORG);
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> hub.count(ORG, "failed") == 1);
        String id = api.get("/api/documents")
                .json()
                .path("items")
                .path(0)
                .path("documentId")
                .asText();
        api.delete("/api/documents/" + id);
    }

    @Override
    public void close() {
        http.close();
    }
}
