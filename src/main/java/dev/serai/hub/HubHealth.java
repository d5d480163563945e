package dev.serai.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.serai.indexing.IndexTail;
import dev.serai.live.FolderEdits;
import dev.serai.live.RouteRevisions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What the hub says of its own state. Public by design, so no answer names a host, a user or a secret. */
public final class HubHealth {
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Map<String, Probe> probes;
    private final IndexTail index;
    private final HubFacts facts;
    private final RouteRevisions routes;
    private final FolderEdits edits;
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

    HubHealth(Map<String, Probe> probes, IndexTail index, HubFacts facts, RouteRevisions routes, FolderEdits edits) {
        this.probes = new TreeMap<>(probes);
        this.index = index;
        this.facts = facts;
        this.routes = routes;
        this.edits = edits;
    }

    record Live(String status, String version, long uptimeSeconds) {}

    record ServerState(String status, long millis) {}

    /**
     * The routes that this node runs.
     *
     * @param mistakes why what lies in the routes folder does not run
     */
    record Routes(long revision, int mistakes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Deep(
            String status,
            Map<String, ServerState> servers,
            @Nullable Map<?, ?> backlog,
            String index,
            long indexLag,
            Routes routes) {}

    /** Touches nothing, so it answers as long as the process lives. */
    public Object live() {
        return new Live("ok", facts.version(), facts.uptime().toSeconds());
    }

    public Object system() {
        return facts.all();
    }

    /** Body: the row of {@code backlog.sql}, or nothing when Postgres did not answer. 503 without Postgres. */
    public void deep(Exchange exchange) {
        Map<String, ServerState> servers = ask();
        Routes running = new Routes(routes.number(), edits.findings().size());
        // A rebuilding index answers from Postgres: right, but slower. Routes that somebody wants do not run.
        boolean lacking = !index.state().equals("ok")
                || running.mistakes() > 0
                || servers.values().stream().anyMatch(s -> s.status().equals("down"));
        boolean down = "down".equals(servers.get("postgres").status());
        exchange.getMessage()
                .setBody(new Deep(
                        down ? "down" : lacking ? "degraded" : "ok",
                        servers,
                        backlog(exchange),
                        index.state(),
                        index.lag(),
                        running));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, down ? 503 : 200);
    }

    /** Sets the header {@code serversDown}: the names of the servers that do not answer now, with commas between them. */
    public void down(Exchange exchange) {
        exchange.getMessage()
                .setHeader(
                        "serversDown",
                        ask().entrySet().stream()
                                .filter(server -> server.getValue().status().equals("down"))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(",")));
    }

    private static @Nullable Map<?, ?> backlog(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof List<?> rows && !rows.isEmpty() ? (Map<?, ?>) rows.getFirst() : null;
    }

    private Map<String, ServerState> ask() {
        Map<String, Future<ServerState>> asked = new LinkedHashMap<>();
        probes.forEach((name, probe) -> asked.put(name, askers.submit(() -> state(probe))));
        Map<String, ServerState> states = new LinkedHashMap<>();
        asked.forEach((name, answer) -> states.put(name, answer(answer)));
        return states;
    }

    private static ServerState state(Probe probe) {
        long start = System.nanoTime();
        try {
            probe.ask();
            return new ServerState("up", millis(start));
        } catch (Exception e) {
            return new ServerState("down", millis(start));
        }
    }

    private static ServerState answer(Future<ServerState> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
        }
        return new ServerState("down", PATIENCE.toMillis());
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
