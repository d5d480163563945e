package dev.serai.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An embedding service that counts how many ask it at once, can hold all of them, and repeats what it was told. */
final class Embedder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger texts = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean telltale;

    Embedder() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Nobody is answered until the gate is opened. */
    void hold() {
        most.set(0);
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    int asking() {
        return now.get();
    }

    int most() {
        return most.get();
    }

    /** Texts that were sent so far. */
    int texts() {
        return texts.get();
    }

    /** Refuses and quotes the key that it was sent, as services do. */
    void telltale(boolean tells) {
        telltale = tells;
    }

    private void serve(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            gate.await();
            byte[] answer = telltale ? refusal(exchange) : vectors(request);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            now.decrementAndGet();
        }
    }

    private static byte[] refusal(HttpExchange exchange) {
        return "{\"error\":{\"message\":\"Incorrect API key provided: %s\"}}"
                .formatted(exchange.getRequestHeaders().getFirst("Authorization"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] vectors(byte[] request) throws IOException {
        int count = JSON.readTree(request).path("input").size();
        texts.addAndGet(count);
        ArrayNode data = JSON.createArrayNode();
        for (int i = 0; i < count; i++) {
            ObjectNode one = data.addObject().put("index", i);
            ArrayNode vector = one.putArray("embedding");
            for (int n = 0; n < 384; n++) {
                vector.add(1);
            }
        }
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("data", data));
    }

    @Override
    public void close() {
        open();
        server.stop(0);
    }
}
