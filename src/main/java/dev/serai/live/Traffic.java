package dev.serai.live;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** What goes through the routes and their steps on this node. Figures of a route that is gone go with it. */
final class Traffic extends LifecycleStrategySupport implements InterceptStrategy {
    /** What is called recent: {@link RouteTraffic.Figures#perSecond()} is of the last whole step. */
    static final Duration STEP = Duration.ofSeconds(10);

    private final MeterRegistry recent = new SimpleMeterRegistry(new Steps(), Clock.SYSTEM);
    private final Map<String, RouteTraffic> routes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, StepTraffic>> steps = new ConcurrentHashMap<>();

    /** @param routeId with its revision */
    RouteTraffic of(String routeId) {
        return routes.computeIfAbsent(routeId, id -> new RouteTraffic(id, recent));
    }

    /** Null when nothing has gone through it, or it is gone. */
    RouteTraffic.@Nullable Figures figures(String routeId) {
        RouteTraffic traffic = routes.get(routeId);
        return traffic == null ? null : traffic.figures();
    }

    /**
     * Null for what Camel lets nobody watch, such as a {@code doTry}, and for what is gone.
     *
     * @param routeId with its revision
     * @param nodeId as the file has it
     */
    StepTraffic.@Nullable Figures step(String routeId, String nodeId) {
        StepTraffic step = steps.getOrDefault(routeId, Map.of()).get(nodeId);
        return step == null ? null : step.figures();
    }

    /** To be called within each step: a count that nobody asked for in time is lost for the step after it. */
    void look() {
        routes.values().forEach(RouteTraffic::look);
    }

    /** Exchanges on any revision of a route, by its plain id. */
    long inFlight(String id) {
        return routes.entrySet().stream()
                .filter(entry -> RouteId.logical(entry.getKey()).equals(id))
                .mapToLong(entry -> entry.getValue().inFlight())
                .sum();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode definition, Processor target, Processor next) {
        if (definition instanceof ProcessorDefinition<?> node) {
            RouteDefinition route = ProcessorDefinitionHelper.getRoute(node);
            if (route != null) {
                StepTraffic step = new StepTraffic(target);
                steps.computeIfAbsent(route.getRouteId(), id -> new ConcurrentHashMap<>())
                        .put(definition.getId(), step);
                return step;
            }
        }
        return target;
    }

    @Override
    public void onRoutesRemove(Collection<Route> removed) {
        for (Route route : removed) {
            steps.remove(route.getRouteId());
            RouteTraffic traffic = routes.remove(route.getRouteId());
            if (traffic != null) {
                traffic.forget();
            }
        }
    }

    private static final class Steps implements SimpleConfig {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public CountingMode mode() {
            return CountingMode.STEP;
        }

        @Override
        public Duration step() {
            return STEP;
        }
    }
}
