package dev.serai.webhooks;

import dev.serai.access.Caller;
import dev.serai.http.Answer;
import dev.serai.http.HttpLimits;
import dev.serai.http.RouteCaller;
import dev.serai.http.ServletEntry;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads a webhook's bytes within their limits, has them judged, and gives what is an event to the route that stores it. */
final class WebhookEntry implements ServletEntry {
    private final String operationId;
    private final @Nullable String fixed;
    private final Sources sources;
    private final Reception reception;
    private final Limits limits;
    private final RouteCaller routes;
    private final Answer answer;

    /** @param pace what work on events is held back by */
    record Limits(HttpLimits http, long maxBytes, Pace pace) {}

    /** @param fixed the one source of the operation; null when the path names it */
    WebhookEntry(
            String operationId,
            @Nullable String fixed,
            Sources sources,
            Reception reception,
            Limits limits,
            RouteCaller routes,
            Answer answer) {
        this.operationId = operationId;
        this.fixed = fixed;
        this.sources = sources;
        this.reception = reception;
        this.limits = limits;
        this.routes = routes;
        this.answer = answer;
    }

    @Override
    public String operationId() {
        return operationId;
    }

    @Override
    public void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Caller caller,
            Map<String, Object> parameters)
            throws IOException {
        limits.pace().arrival();
        Source source = sources.named(fixed == null ? String.valueOf(parameters.get("source")) : fixed);
        byte[] body = body(source, request);
        Reception.Accepted accepted = reception.accept(source, headers(request), body);
        Exchange stored = routes.call(operationId, null, accepted.row(), body);
        if (accepted.refusal() != null) {
            throw accepted.refusal();
        }
        answer.write(stored, response);
    }

    private byte[] body(Source source, HttpServletRequest request) throws IOException {
        try {
            return limits.http()
                    .bounded(request, limits.maxBytes(), Reason.BODY_TOO_LARGE)
                    .readAllBytes();
        } catch (Refusal e) {
            reception.refusedEarly(source.name(), e);
            throw e;
        }
    }

    private static Headers headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return new Headers(headers);
    }
}
