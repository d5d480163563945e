package dev.serai.live;

import io.micrometer.core.instrument.Tags;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyNamingStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Meters of routes under the ids that people know, with the revision as a tag of its own: those of an old revision go
 * with it. What only listens has none; its steps do.
 */
final class RouteMetrics extends MicrometerRoutePolicyFactory {
    RouteMetrics() {
        setNamingStrategy(new Names());
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode definition) {
        return RouteId.isEntry(routeId) ? null : super.createRoutePolicy(camel, routeId, definition);
    }

    private static final class Names implements MicrometerRoutePolicyNamingStrategy {
        @Override
        public String getName(Route route) {
            return DEFAULT.getName(route);
        }

        @Override
        public Tags getTags(Route route) {
            return logical(DEFAULT.getTags(route), route);
        }

        @Override
        public Tags getExchangeStatusTags(Route route) {
            return logical(DEFAULT.getExchangeStatusTags(route), route);
        }

        /** Meters of one name have the same tags everywhere: Prometheus insists. */
        @Override
        public Tags getTags(CamelContext camel) {
            return DEFAULT.getTags(camel).and("revision", "");
        }

        @Override
        public Tags getExchangeStatusTags(CamelContext camel) {
            return DEFAULT.getExchangeStatusTags(camel).and("revision", "");
        }

        private static Tags logical(Tags tags, Route route) {
            return tags.and("routeId", RouteId.logical(route.getRouteId()))
                    .and("revision", RouteId.revision(route.getRouteId()));
        }
    }
}
