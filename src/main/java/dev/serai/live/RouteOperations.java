package dev.serai.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.routes.RouteCalls;
import dev.serai.routes.RoutePolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What the routes ask that let other routes stand or run. */
public final class RouteOperations {
    private static final String STAGES = "kafka:serai.documents.";

    private final LiveRoutes live;
    private final RouteRevisions revisions;
    private final RouteOverview overview;
    private final RouteSwitches switches;
    private final Supplier<RoutePolicy> policy;
    private final Function<String, @Nullable String> properties;
    private final ObjectMapper json;

    RouteOperations(
            LiveRoutes live,
            RouteRevisions revisions,
            RouteOverview overview,
            RouteSwitches switches,
            Supplier<RoutePolicy> policy,
            Function<String, @Nullable String> properties,
            ObjectMapper json) {
        this.live = live;
        this.revisions = revisions;
        this.overview = overview;
        this.switches = switches;
        this.policy = policy;
        this.properties = properties;
        this.json = json;
    }

    /**
     * What was decided about a route.
     *
     * @param state on this node at this moment; stopping takes as long as what is under way, other nodes a second more;
     *     {@code gone} when no file has the route any more
     * @param calledBy routes that are refused while it stands
     * @param inFlight exchanges on it on this node
     */
    record Switched(String routeId, String wanted, String state, Set<String> calledBy, long inFlight) {}

    /**
     * Headers {@code routeId} and {@code wanted}; the reason is in the body. Sets {@code reason}, and {@code stage}:
     * whether the route is a stage of the pipeline, which stands by a pause, so that its wake-ups come back.
     */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = message.getHeader("routeId", String.class);
        boolean run = "running".equals(message.getHeader("wanted"));
        Optional<LiveRoute> route = live.find(id);
        if (route.isEmpty() && !(run && switches.stands(id))) {
            throw RouteOverview.unknown(id);
        }
        if (!run && policy.get().keeps(id)) {
            throw Refusal.of(
                    Reason.ROUTE_KEPT,
                    "The route %s is one that must go on running, or nobody could start routes again".formatted(id),
                    "Stop what calls it, or take it out of kept: in config/route-policy.yaml");
        }
        message.setHeader("reason", message.getBody(Map.class).get("reason"));
        message.setHeader(
                "stage", route.filter(found -> found.from().startsWith(STAGES)).isPresent());
        message.setHeader("operation", run ? "resume" : "pause");
        message.setHeader("nodeKey", id);
    }

    /** Sets {@code details} for the audit log. */
    public void brief(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Object> details =
                Map.of("wanted", message.getHeader("wanted"), "reason", message.getHeader("reason"));
        message.setHeader("details", json.writeValueAsString(details));
    }

    /** After it was written down: brings this node there. */
    public void answer(Exchange exchange) {
        switches.follow();
        Message message = exchange.getMessage();
        String id = message.getHeader("routeId", String.class);
        Set<String> callers =
                RouteCalls.between(revisions.running().files(), properties).callersOf(id);
        message.setBody(new Switched(
                id,
                message.getHeader("wanted", String.class),
                live.find(id).map(switches::state).orElse("gone"),
                callers,
                overview.inFlight(Set.of(id)).get(id)));
    }
}
