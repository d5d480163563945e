package dev.serai.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.routes.RouteCalls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What runs, and how well, as the API tells it. Figures are of this node. */
public final class RouteOverview {
    private static final RouteTraffic.Figures QUIET = new RouteTraffic.Figures(0, 0, 0, 0, 0, 0, 0);

    private final LiveRoutes live;
    private final RouteRevisions revisions;
    private final FolderEdits folder;
    private final RouteSwitches switches;
    private final Traffic traffic;
    private final Function<String, @Nullable String> properties;
    private final String node;

    RouteOverview(
            LiveRoutes live,
            RouteRevisions revisions,
            FolderEdits folder,
            RouteSwitches switches,
            Traffic traffic,
            Function<String, @Nullable String> properties,
            String node) {
        this.live = live;
        this.revisions = revisions;
        this.folder = folder;
        this.switches = switches;
        this.traffic = traffic;
        this.properties = properties;
        this.node = node;
    }

    /**
     * One line of the list.
     *
     * @param from what it begins with
     * @param revision in which its file last changed
     * @param differsFromDisk whether this node's folder has another content for the file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String id,
            @Nullable String group,
            @Nullable String description,
            String file,
            String from,
            String state,
            long revision,
            boolean differsFromDisk,
            RouteTraffic.Figures figures) {}

    /**
     * Everything that runs.
     *
     * @param nodes rows of those that have reported, each with the revision that it runs
     * @param findings why what lies in this node's folder does not run; empty when it does
     */
    record Overview(
            String node, long revision, List<?> nodes, List<dev.serai.routes.Finding> findings, List<Line> routes) {}

    /** One route with its file, whom it calls, who calls it, and its steps. */
    record Single(Line route, String source, Set<String> calledBy, Set<String> calls, List<RouteStep> steps) {}

    /** Body: rows of {@code node-revisions.sql}. */
    public void list(Exchange exchange) {
        Message message = exchange.getMessage();
        Object rows = message.getBody();
        Revision running = revisions.running();
        List<Line> lines =
                live.routes().stream().map(route -> line(route, running)).toList();
        message.setBody(new Overview(
                node, running.number(), rows instanceof List<?> nodes ? nodes : List.of(), folder.findings(), lines));
    }

    /** Header {@code routeId}. */
    public void read(Exchange exchange) {
        LiveRoute route = find(exchange);
        Revision running = revisions.running();
        RouteCalls calls = RouteCalls.between(running.files(), properties);
        exchange.getMessage()
                .setBody(new Single(
                        line(route, running),
                        running.files().getOrDefault(route.file(), ""),
                        calls.callersOf(route.id()),
                        calls.calledBy(route.id()),
                        RouteStep.of(route.steps(), traffic)));
    }

    /** Header {@code routeId}; answers an SVG document. */
    public void draw(Exchange exchange) {
        LiveRoute route = find(exchange);
        exchange.getMessage()
                .setBody(RouteDrawing.of(
                        route, switches.state(route), figures(route), RouteStep.of(route.steps(), traffic)));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "image/svg+xml");
    }

    private LiveRoute find(Exchange exchange) {
        String id = exchange.getMessage().getHeader("routeId", String.class);
        return live.find(id).orElseThrow(() -> unknown(id));
    }

    static Refusal unknown(String id) {
        return Refusal.of(
                Reason.ROUTE_UNKNOWN, "There is no route %s".formatted(id), "List the routes with GET /api/routes");
    }

    private Line line(LiveRoute route, Revision running) {
        return new Line(
                route.id(),
                route.steps().getGroup(),
                route.steps().getDescriptionText(),
                route.file(),
                route.from(),
                switches.state(route),
                route.revision(),
                folder.differs(route.file(), running.files().get(route.file())),
                figures(route));
    }

    private RouteTraffic.Figures figures(LiveRoute route) {
        RouteTraffic.Figures figures = traffic.figures(route.steps().getRouteId());
        return figures == null ? QUIET : figures;
    }

    /** Exchanges under way on this node, by route. */
    Map<String, Long> inFlight(Set<String> ids) {
        return ids.stream().collect(Collectors.toMap(id -> id, traffic::inFlight));
    }
}
