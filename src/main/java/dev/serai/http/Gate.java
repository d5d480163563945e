package dev.serai.http;

import dev.serai.access.Caller;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The one way in. Everything that HTTP brings is matched against the contract, admitted, validated and only then given to
 * the operation's route; no header from outside reaches a route unless the contract names it.
 */
final class Gate extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final String REFUSAL = "serai.refusal";

    /** What probes and scrapers ask of every node, also of one without the role api. */
    private static final Set<String> ON_EVERY_NODE = Set.of("getHealth", "getDeepHealth", "getSystem", "getMetrics");

    private final Contract contract;
    private final Doorkeeper doorkeeper;
    private final Conditions conditions;
    private final RequestReader reader;
    private final RouteCaller routes;
    private final Answer answer;
    private final Map<String, ServletEntry> entries;
    private final MeterRegistry meters;
    private final BooleanSupplier running;
    private final boolean api;

    Gate(
            Contract contract,
            Doorkeeper doorkeeper,
            Conditions conditions,
            RequestReader reader,
            RouteCaller routes,
            Answer answer,
            Map<String, ServletEntry> entries,
            MeterRegistry meters,
            BooleanSupplier running,
            boolean api) {
        this.contract = contract;
        this.doorkeeper = doorkeeper;
        this.conditions = conditions;
        this.reader = reader;
        this.routes = routes;
        this.answer = answer;
        this.entries = entries;
        this.meters = meters;
        this.running = running;
        this.api = api;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            answerError(request, response);
            return;
        }
        Timer.Sample sample = Timer.start(meters);
        String requestId = UUID.randomUUID().toString();
        String operation = "none";
        MDC.put("requestId", requestId);
        try {
            harden(response, requestId);
            Contract.Match match = contract.match(request.getMethod(), request.getRequestURI());
            operation = match.operation().id();
            pass(match, request, response);
        } catch (RuntimeException | IOException e) {
            refuse(e, requestId, request, response);
        } finally {
            MDC.remove("requestId");
            // Bounded tags: the contract's operations and the three-digit statuses.
            sample.stop(meters.timer(
                    "serai.http.requests", "operation", operation, "status", Integer.toString(response.getStatus())));
        }
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** The container takes over when reading a body failed, and drops what was written; the answer is still ours. */
    private void answerError(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = String.valueOf(response.getHeader("X-Request-Id"));
        Refusal refusal = request.getAttribute(REFUSAL) instanceof Refusal known
                ? known
                : Refusal.of(Reason.REQUEST_INVALID, "The request could not be read", "Send a well-formed request");
        answer.refuse(refusal, requestId, response);
    }

    private void pass(Contract.Match match, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Operation operation = match.operation();
        requireServed(operation);
        Caller caller = doorkeeper.admit(operation, request.getHeader("Authorization"));
        conditions.require(operation, caller);
        try {
            RequestReader.Read read = reader.read(operation, match.pathVariables(), request, OwnOrg.of(caller));
            ServletEntry entry = entries.get(operation.id());
            if (entry != null) {
                entry.serve(request, response, caller, read.parameters());
            } else {
                answer.write(routes.call(operation.id(), caller, read.parameters(), read.body()), response);
            }
        } catch (Refusal e) {
            noteForeignOrg(operation, caller, e);
            throw e;
        }
    }

    private void noteForeignOrg(Operation operation, @Nullable Caller caller, Refusal refusal) {
        if (refusal.reason() == Reason.ORG_FOREIGN) {
            Map<String, Object> note = Map.of("operation", operation.id(), "named", reader.asJson(refusal.findings()));
            routes.call("access-foreign-org", caller, note, null);
        }
    }

    /** The server listens before the routes run, and still does when they end. */
    private void requireServed(Operation operation) {
        if (!running.getAsBoolean()) {
            throw Refusal.later(Reason.UNAVAILABLE, "The hub is starting or ending", Duration.ofSeconds(2), null);
        }
        if (!api && !ON_EVERY_NODE.contains(operation.id())) {
            throw Refusal.of(
                    Reason.API_ELSEWHERE,
                    "This node has not the role api; it serves health, system facts and metrics only",
                    "Send the request to a node with the role api");
        }
    }

    private void refuse(Exception e, String requestId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted() && response.getStatus() < 400) {
            log.atInfo().addKeyValue("requestId", requestId).log("connection ended before the answer was complete");
            return;
        }
        Refusal refusal = Problems.refusal(e, requestId);
        request.setAttribute(REFUSAL, refusal);
        int status = refusal.reason().status();
        meters.counter("serai.refusals", "code", refusal.reason().code()).increment();
        if (status == 413 || status == 408 || status == 415 || status == 400) {
            // The rest of the body is not wanted; without this the container would read it all.
            response.setHeader("Connection", "close");
        }
        if (!response.isCommitted()) {
            answer.refuse(refusal, requestId, response);
        }
    }

    private static void harden(HttpServletResponse response, String requestId) {
        response.setHeader("X-Request-Id", requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
    }
}
