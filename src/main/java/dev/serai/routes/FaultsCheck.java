package dev.serai.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens to a failed message is written down once, in a route configuration, and named by its routes. */
final class FaultsCheck implements Check {
    private static final Set<String> EVERYTHING = Set.of("java.lang.Throwable", "java.lang.Exception");

    private final Placeholders placeholders;
    private final Map<String, Item> configurations = new TreeMap<>();

    FaultsCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        files.stream()
                .flatMap(file -> file.configurations().stream())
                .forEach(configuration -> configurations.putIfAbsent(configuration.text("id"), configuration));
        Stream<Finding> exceptions =
                files.stream().flatMap(file -> file.root().walk()).flatMap(FaultsCheck::classes);
        return Stream.concat(
                files.stream().flatMap(file -> file.routes().stream()).flatMap(this::check), exceptions);
    }

    private Stream<Finding> check(Item route) {
        String named = route.text("routeConfigurationId");
        if (!named.isEmpty() && !configurations.containsKey(named)) {
            return Stream.of(route.at("routeConfigurationId")
                    .finding(
                            Rule.FAULTS,
                            "there is no route configuration \"" + named + "\"",
                            Nearest.orElse(named, configurations.keySet(), "name one of " + configurations.keySet())));
        }
        return isCalled(route) ? called(route, named) : entry(route, named);
    }

    /** Whoever calls waits for an answer, and would take the dead letter's for one. */
    private Stream<Finding> called(Item route, String named) {
        Optional<Item> own = route.get("errorHandler").flatMap(handler -> handler.get("deadLetterChannel"));
        Optional<Item> shared = Optional.ofNullable(configurations.get(named))
                .flatMap(configuration -> configuration.get("errorHandler"))
                .flatMap(handler -> handler.get("deadLetterChannel"))
                .map(channel -> route.at("routeConfigurationId"));
        return own.or(() -> shared).stream()
                .map(place -> place.finding(
                        Rule.REPLY,
                        "route \"" + route.text("id")
                                + "\" answers a caller, who would get success for a message in a dead-letter channel",
                        "let the caller's handling decide: routeConfigurationId: called-route"));
    }

    private Stream<Finding> entry(Item route, String named) {
        Optional<Item> handling = route.get("errorHandler").isPresent()
                ? Optional.of(route)
                : Optional.ofNullable(configurations.get(named));
        if (handling.filter(FaultsCheck::handlesEverything).isPresent()) {
            return Stream.empty();
        }
        List<String> able = configurations.entrySet().stream()
                .filter(entry -> handlesEverything(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        String what = named.isEmpty() ? "without a routeConfigurationId" : "with \"" + named + "\", which lets some go";
        return Stream.of(route.at(named.isEmpty() ? "id" : "routeConfigurationId")
                .finding(
                        Rule.FAULTS,
                        "route \"" + route.text("id") + "\" begins outside of the hub " + what
                                + ", so a message that fails is lost",
                        "write routeConfigurationId: with one of " + able));
    }

    private static boolean handlesEverything(Item configuration) {
        Optional<Item> handler = configuration.get("errorHandler");
        boolean own = handler.isPresent() && handler.get().get("noErrorHandler").isEmpty();
        return own
                || configuration.get("onException").stream()
                        .flatMap(all -> all.items().stream())
                        .map(entry -> entry.get("onException").orElse(entry))
                        .filter(entry -> entry.get("onWhen").isEmpty())
                        .flatMap(entry -> entry.get("exception").stream())
                        .flatMap(types -> types.items().stream())
                        .anyMatch(type -> EVERYTHING.contains(type.text()));
    }

    private boolean isCalled(Item route) {
        return route.get("from")
                .map(from -> from.isScalar() ? from.text() : from.text("uri"))
                .map(placeholders::resolve)
                .filter(uri -> uri.isEmpty() || uri.split("[:?]", 2)[0].equals("direct"))
                .isPresent();
    }

    private static Stream<Finding> classes(Item.Spot spot) {
        if (spot.parameter() || !Set.of("exception", "exceptionType").contains(spot.key())) {
            return Stream.empty();
        }
        Stream<Item> names = spot.value().isScalar() ? Stream.of(spot.value()) : spot.value().items().stream();
        return names.filter(name -> !isException(name.text()))
                .map(name -> name.finding(
                        Rule.FAULTS,
                        "there is no exception \"" + name.text() + "\"",
                        Nearest.orElse(
                                name.text(),
                                EVERYTHING,
                                "write a class of the hub, its libraries or the JDK with its package")));
    }

    private static boolean isException(String name) {
        try {
            @Nullable ClassLoader loader = FaultsCheck.class.getClassLoader();
            return Throwable.class.isAssignableFrom(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
