package dev.serai.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * One route file as Camel reads it, with its routes cut in two: what listens to the outside, and the steps behind it.
 *
 * @param path below the routes folder
 * @param revision since which the file has this content and these routes run
 * @param bodies routes that begin with a link; ids carry the revision
 */
record LoadedFile(
        String path,
        String content,
        long revision,
        List<RouteDefinition> bodies,
        List<Entry> entries,
        List<RouteConfigurationDefinition> configurations) {
    private static final String LINK = "direct:";

    /** A file that has been read, but whose routes have not been made. */
    record Parsed(
            String path,
            String content,
            List<RouteBuilder> builders,
            List<RouteConfigurationDefinition> configurations) {}

    /** The first half: how failures are handled must be known to Camel before the routes that name it are made. */
    static Parsed parse(CamelContext camel, String path, String content) throws Exception {
        List<RouteBuilder> builders = new ArrayList<>();
        List<RouteConfigurationDefinition> configurations = new ArrayList<>();
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(List.of(ResourceHelper.fromString(path, content)))) {
            RouteBuilder file = (RouteBuilder) builder;
            file.setCamelContext(camel);
            builders.add(file);
            if (file instanceof RouteConfigurationBuilder withConfigurations) {
                withConfigurations.configuration();
                configurations.addAll(
                        withConfigurations.getRouteConfigurationCollection().getRouteConfigurations());
            }
        }
        return new Parsed(path, content, builders, List.copyOf(configurations));
    }

    static LoadedFile of(Parsed parsed, long revision) throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (RouteBuilder file : parsed.builders()) {
            file.configure();
            RoutesDefinition made = file.getRouteCollection();
            made.setCamelContext(file.getContext());
            made.getRoutes().forEach(made::prepareRoute);
            routes.addAll(made.getRoutes());
        }
        List<Entry> entries = new ArrayList<>();
        for (RouteDefinition route : routes) {
            split(route, revision, entries);
        }
        return new LoadedFile(
                parsed.path(),
                parsed.content(),
                revision,
                List.copyOf(routes),
                List.copyOf(entries),
                parsed.configurations());
    }

    private static void split(RouteDefinition route, long revision, List<Entry> entries) {
        String id = route.getRouteId();
        String uri = route.getInput().getUri();
        String name = uri;
        if (uri.startsWith(LINK)) {
            name = uri.substring(LINK.length()).replaceFirst("^//", "");
        } else {
            Entry entry = Entry.of(route);
            entries.add(entry);
            name = entry.link();
            route.setAutoStartup(null);
        }
        route.getInput().setUri(LinkEndpoint.uri(name, revision));
        route.setNodePrefixId(RouteId.stepPrefix(revision));
        route.setId(RouteId.route(id, revision));
    }

    /** Names under which the file's routes can be called, and the consumer of each. */
    List<String> links() {
        return bodies.stream()
                .map(body -> body.getInput().getUri())
                .map(LinkEndpoint::name)
                .toList();
    }

    boolean dependsOn(List<String> changedConfigurations) {
        return bodies.stream()
                .map(RouteDefinition::getRouteConfigurationId)
                .filter(Objects::nonNull)
                .flatMap(ids -> Arrays.stream(ids.split(",")))
                .anyMatch(changedConfigurations::contains);
    }
}
