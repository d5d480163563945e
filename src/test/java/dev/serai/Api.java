package dev.serai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The hub's API as a caller of it sees it. */
public record Api(String address, @Nullable String token) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer with its body. */
    @SuppressWarnings("ArrayRecordComponent") // replies are never compared
    public record Reply(int status, Map<String, java.util.List<String>> headers, byte[] bytes) {
        public JsonNode json() {
            try {
                return JSON.readTree(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(new String(bytes, StandardCharsets.UTF_8), e);
            }
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, java.util.List.of()));
        }
    }

    public Reply get(String path) {
        return send(request(path).GET().build());
    }

    public Reply delete(String path) {
        return send(request(path).DELETE().build());
    }

    public Reply post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    public Reply call(String method, String path, @Nullable String contentType, String body) {
        HttpRequest.Builder request = request(path);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request.method(method, BodyPublishers.ofString(body)).build());
    }

    /** A raw upload. */
    public Reply upload(String name, byte[] content, String... headers) {
        return upload("/api/documents", name, BodyPublishers.ofByteArray(content), headers);
    }

    public Reply upload(String path, String name, BodyPublisher content, String... headers) {
        HttpRequest.Builder request = request(path).header("X-File-Name", name).POST(content);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Uploads text and waits until it is ready; returns the document's id. */
    public String ready(String name, byte[] content) {
        Reply reply = upload(name, content);
        if (reply.status() != 202 && reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + reply.text());
        }
        String id = reply.json().path("documentId").asText();
        JsonNode end = settled(id);
        if (!end.path("status").asText().equals("ready")) {
            throw new AssertionError(end.toPrettyString());
        }
        return id;
    }

    public String ready(String name, String content) {
        return ready(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the document is ready or failed. */
    public JsonNode settled(String documentId) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> get("/api/documents/" + documentId).json(),
                        d -> d.path("status").asText().matches("ready|failed"));
    }

    public JsonNode search(String json) {
        Reply reply = post("/api/search", json);
        if (reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + reply.text());
        }
        return reply.json().path("hits");
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    public Reply send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
