package dev.serai.live;

import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What listens to the outside for a route: a topic, a clock. It stays while the steps behind it are exchanged. Its
 * equality says whether another must take its place.
 */
record Entry(
        String id,
        String uri,
        @Nullable String autoStartup,
        @Nullable String streamCache,
        @Nullable String group) {
    private static final String PREFIX = "entry.";

    static Entry of(RouteDefinition route) {
        return new Entry(
                route.getRouteId(),
                route.getInput().getUri(),
                route.getAutoStartup(),
                route.getStreamCache(),
                route.getGroup());
    }

    /** The name under which the steps behind it are called. */
    String link() {
        return PREFIX + id;
    }

    /**
     * Errors are the business of the steps.
     *
     * @param routeId the route's plain id, or that of a later revision while another entry still has it
     */
    RouteDefinition route(String routeId, long revision) {
        RouteDefinition route = new RouteDefinition(uri);
        route.setId(routeId);
        route.setNodePrefixId(RouteId.stepPrefix(revision));
        route.setAutoStartup(autoStartup);
        route.setStreamCache(streamCache);
        route.setGroup(group);
        route.errorHandler(new NoErrorHandlerDefinition());
        route.to(LinkEndpoint.uri(link(), revision)).id(id + "-steps");
        return route;
    }
}
