package dev.serai.documents;

import dev.serai.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A client of the event stream, which reads beside the test. */
final class EventStream implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private volatile boolean ended;

    private EventStream(Api api, String[] headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = api.request("/api/documents/events").GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        response = http.send(request.build(), BodyHandlers.ofLines());
        Thread.ofVirtual().start(this::read);
    }

    /** Returns when the hub has answered. */
    static EventStream open(Api api, String... headers) {
        try {
            return new EventStream(api, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (Stream<String> body = response.body()) {
            body.forEach(lines::add);
            ended = true;
        } catch (UncheckedIOException e) {
            lines.add("broken: " + e.getMessage());
        }
    }

    int status() {
        return response.statusCode();
    }

    /** The hub has ended the stream as HTTP wants it, not by breaking the connection. */
    boolean ended() {
        return ended;
    }

    List<String> lines() {
        return lines;
    }

    /** The data of all events of a document. */
    List<String> of(String documentId) {
        return lines.stream()
                .filter(line -> line.startsWith("data: ") && line.contains(documentId))
                .map(line -> line.replace(" ", ""))
                .toList();
    }

    String lastId() {
        return lines.stream()
                .filter(line -> line.startsWith("id: "))
                .reduce("", (before, line) -> line.substring("id: ".length()));
    }

    void await(String documentId, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> of(documentId).stream().anyMatch(data -> data.contains("\"status\":\"" + status + "\"")));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
