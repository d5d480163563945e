package dev.serai.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.Executors;

/** An embedding service that costs nothing: each vector follows from its text alone. */
final class Embedder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIMENSIONS = 384;

    private final HttpServer server;

    Embedder() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", Embedder::answer);
        server.setExecutor(
                Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        JsonNode inputs = JSON.readTree(exchange.getRequestBody()).path("input");
        StringJoiner data = new StringJoiner(",", "{\"data\":[", "]}");
        for (int i = 0; i < inputs.size(); i++) {
            data.add("{\"index\":%d,\"embedding\":%s}"
                    .formatted(i, vector(inputs.get(i).asText())));
        }
        byte[] body = data.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String vector(String text) {
        Random random = new Random(text.hashCode());
        StringJoiner numbers = new StringJoiner(",", "[", "]");
        for (int i = 0; i < DIMENSIONS; i++) {
            numbers.add(Integer.toString(random.nextInt(100) - 50));
        }
        return numbers.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
