package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.svix.Webhook;
import com.svix.exceptions.EmptyWebhookSecretException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A product team's server: one path for each endpoint, each with its own way of answering. */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Function<Message, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** A request as it came. */
    record Message(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", HttpHeaders.of(headers, (n, v) -> true).allValues(name));
        }

        String id() {
            return header("webhook-id");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** By the library that receivers use; it also refuses a timestamp that is not of now. */
        void verify(String secret) {
            assertThatCode(() -> webhook(secret).verify(body, headers)).doesNotThrowAnyException();
        }

        boolean isSignedWith(String secret) {
            try {
                webhook(secret).verify(body, headers);
                return true;
            } catch (com.svix.exceptions.WebhookVerificationException e) {
                return false;
            }
        }

        private static Webhook webhook(String secret) {
            try {
                return new Webhook(secret);
            } catch (EmptyWebhookSecretException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), "said " + status);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(port(), path);
    }

    void answers(String path, Function<Message, Answer> answer) {
        answers.put(path, answer);
    }

    void answers(String path, int status) {
        answers(path, message -> Answer.of(status));
    }

    /** Takes requests and says nothing until the receiver is closed. */
    void silent(String path) {
        answers(path, message -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.of(200);
        });
    }

    List<Message> at(String path) {
        return messages.stream().filter(m -> m.path().equals(path)).toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
        Message message = new Message(exchange.getRequestURI().getPath(), headers, body);
        messages.add(message);
        Answer answer =
                answers.getOrDefault(message.path(), m -> Answer.of(200)).apply(message);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 || answer.status() == 204 ? -1 : bytes.length);
        if (bytes.length > 0 && answer.status() != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
