package dev.serai.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happens to a failed message is written down once, in a route configuration, and named by its routes. */
final class FaultsCheck implements Check {
    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        Set<String> configurations = files.stream()
                .flatMap(file -> file.configurations().stream())
                .map(configuration -> configuration.text("id"))
                .collect(Collectors.toSet());
        return files.stream().flatMap(file -> file.routes().stream()).flatMap(route -> check(route, configurations));
    }

    private static Stream<Finding> check(Item route, Set<String> configurations) {
        String named = route.text("routeConfigurationId");
        if (!named.isEmpty() && !configurations.contains(named)) {
            return Stream.of(route.at("routeConfigurationId")
                    .finding(
                            Rule.FAULTS,
                            "there is no route configuration \"" + named + "\"",
                            Nearest.orElse(named, configurations, "name one of " + configurations)));
        }
        return named.isEmpty() && consumesKafka(route) ? Stream.of(missing(route, configurations)) : Stream.empty();
    }

    private static boolean consumesKafka(Item route) {
        return Endpoint.in(route)
                .anyMatch(endpoint ->
                        endpoint.consumes() && endpoint.scheme(text -> text).equals("kafka"));
    }

    private static Finding missing(Item route, Set<String> configurations) {
        return route.at("id")
                .finding(
                        Rule.FAULTS,
                        "route \"" + route.text("id") + "\" consumes from Kafka without a routeConfigurationId, so a"
                                + " message that fails is lost",
                        "write routeConfigurationId: with one of " + configurations);
    }
}
