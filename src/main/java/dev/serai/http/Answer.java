package dev.serai.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Writes what a route answered. Of its headers only a few leave the hub. */
public final class Answer {
    private static final List<String> HEADERS_OUT = List.of("Location", "Retry-After", "Cache-Control", "ETag");

    private final ObjectMapper json;

    Answer(ObjectMapper json) {
        this.json = json;
    }

    /** Status and body of a finished exchange; status 200, or 204 without a body, unless the route set one. */
    public void write(Exchange exchange, HttpServletResponse response) throws IOException {
        Message message = exchange.getMessage();
        for (String name : HEADERS_OUT) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                response.setHeader(name, value);
            }
        }
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Object body = message.getBody();
        if (body == null || Integer.valueOf(204).equals(status)) {
            response.setStatus(status == null ? 204 : status);
        } else {
            response.setStatus(status == null ? 200 : status);
            write(body, message.getHeader(Exchange.CONTENT_TYPE, String.class), response);
        }
    }

    private void write(Object body, @Nullable String contentType, HttpServletResponse response) throws IOException {
        byte[] bytes = switch (body) {
            case byte[] raw -> raw;
            case String text when contentType != null -> text.getBytes(StandardCharsets.UTF_8);
            default -> json.writeValueAsBytes(body);
        };
        response.setContentType(contentType == null ? "application/json" : contentType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Any value as JSON. */
    public void json(int status, Object value, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        write(value, null, response);
    }

    void refuse(Refusal refusal, String requestId, HttpServletResponse response) throws IOException {
        response.setStatus(refusal.reason().status());
        if (refusal.retryAfter() != null) {
            response.setHeader("Retry-After", Long.toString(refusal.retryAfter().toSeconds()));
        }
        if (refusal.reason().status() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        byte[] bytes = json.writeValueAsBytes(Problems.problem(refusal, requestId));
        response.setContentType("application/problem+json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
