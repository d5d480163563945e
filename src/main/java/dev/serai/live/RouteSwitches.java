package dev.serai.live;

import dev.serai.database.SqlFile;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets routes stand as operators have decided, on every node and through restarts. What listens stops listening; a route
 * that others call refuses them, for it cannot hold them back.
 */
public final class RouteSwitches {
    private static final Logger log = LoggerFactory.getLogger(RouteSwitches.class);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 60;
    private static final String STOPPED = "stopped";
    private static final String SUSPENDED = "suspended";

    private final CamelContext camel;
    private final LiveRoutes live;
    private final LinkComponent links;
    private final JdbcTemplate postgres;
    private final String read = SqlFile.read("sql/live/switches-read.sql");

    /** Entries that stand because of us, by the id under which they run. */
    private final Set<String> standing = ConcurrentHashMap.newKeySet();

    private final Set<String> turning = ConcurrentHashMap.newKeySet();
    private volatile Map<String, String> wanted = Map.of();

    RouteSwitches(CamelContext camel, LiveRoutes live, LinkComponent links, JdbcTemplate postgres) {
        this.camel = camel;
        this.live = live;
        this.links = links;
        this.postgres = postgres;
    }

    static Refusal stopped(String routeId) {
        return Refusal.later(
                Reason.ROUTE_STOPPED, "An operator has stopped the route %s".formatted(routeId), RETRY, null);
    }

    /** Before the routes start: those that stand do not begin to listen. */
    void begin() {
        read();
    }

    private void read() {
        Map<String, String> all = new TreeMap<>();
        postgres.query(read, row -> {
            all.put(row.getString("route_id"), row.getString("wanted"));
        });
        wanted = all;
        live.hold(all.keySet());
    }

    /** Brings this node to what operators want; stopping takes as long as what is under way. */
    public synchronized void follow() {
        read();
        Map<String, String> called = new TreeMap<>();
        for (LiveRoute route : live.routes()) {
            String want = wanted.get(route.id());
            if (route.entryRouteId() != null) {
                turn(route, route.entryRouteId(), want);
            } else if (want != null) {
                called.put(route.link(), route.id());
            }
        }
        links.stop(called);
    }

    private void turn(LiveRoute route, String entry, @Nullable String want) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(entry);
        if (status != null && startsHere(route) && !isAs(want, status, entry) && turning.add(entry)) {
            Thread.ofVirtual().name("route-switch").start(() -> change(route, entry, status, want));
        }
    }

    /** Whether nothing is to be done. What stands for another reason than ours is left alone. */
    private boolean isAs(@Nullable String want, ServiceStatus status, String entry) {
        if (want != null) {
            standing.add(entry);
            return want.equals(STOPPED) ? status.isStopped() : status.isSuspended();
        }
        if (status.isStarted()) {
            standing.remove(entry);
        }
        return !standing.contains(entry);
    }

    private void change(LiveRoute route, String entry, ServiceStatus status, @Nullable String want) {
        try {
            change(entry, status, want);
            log.atInfo()
                    .addKeyValue("routeId", route.id())
                    .addKeyValue("wanted", want == null ? "running" : want)
                    .log("route switched");
        } catch (Exception e) {
            log.atWarn().addKeyValue("routeId", route.id()).setCause(e).log("a route was not switched");
        } finally {
            turning.remove(entry);
        }
    }

    private void change(String entry, ServiceStatus status, @Nullable String want) throws Exception {
        RouteController routes = camel.getRouteController();
        if (STOPPED.equals(want)) {
            routes.stopRoute(entry, STOP_SECONDS, TimeUnit.SECONDS);
        } else if (SUSPENDED.equals(want) && status.isStarted()) {
            routes.suspendRoute(entry, STOP_SECONDS, TimeUnit.SECONDS);
        } else if (status.isSuspended()) {
            routes.resumeRoute(entry);
        } else {
            routes.startRoute(entry);
        }
    }

    /** A node without the role that a route is for does not start it, whatever operators want. */
    private boolean startsHere(LiveRoute route) {
        String auto = route.entry() == null ? null : route.entry().autoStartup();
        return auto == null || !camel.resolvePropertyPlaceholders(auto).equals("false");
    }

    /** Whether operators let a route of that id stand, be there such a route or not. */
    boolean stands(String routeId) {
        return wanted.containsKey(routeId);
    }

    /** {@code running}, {@code stopped}, {@code suspended}, or what Camel calls a state in between. */
    String state(LiveRoute route) {
        if (route.entryRouteId() == null) {
            return wanted.containsKey(route.id()) ? wanted.get(route.id()) : "running";
        }
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.entryRouteId());
        if (status == null || status.isStarted()) {
            return wanted.containsKey(route.id()) ? "stopping" : "running";
        }
        return status.name().toLowerCase(Locale.ROOT);
    }
}
