package dev.serai.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A file holds routes and route configurations, and these only kinds of steps and data formats that the policy lists. */
final class KindsCheck implements Check {
    private static final String ROUTE = "route";
    private static final String CONFIGURATION = "routeConfiguration";
    private static final Set<String> ROUTE_KEYS = Set.of(
            "id",
            "group",
            "description",
            "note",
            "routeConfigurationId",
            "autoStartup",
            "streamCache",
            "startupOrder",
            "messageHistory",
            "logMask",
            "errorHandler",
            "from");
    private static final Set<String> CONFIGURATION_KEYS =
            Set.of("id", "description", "note", "errorHandler", "onException");
    private static final Set<String> BESIDE_FORMAT =
            Set.of("id", "description", "note", "disabled", "allowNullBody", "variableSend", "variableReceive");

    private final RoutePolicy policy;
    private final List<Finding> findings = new ArrayList<>();

    KindsCheck(RouteFacts facts) {
        this.policy = facts.policy();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        for (RouteFile file : files) {
            file.root().items().forEach(this::top);
            file.root().walk().filter(spot -> !spot.parameter()).forEach(this::inside);
        }
        return findings.stream();
    }

    private void top(Item entry) {
        entry.entries().forEach((kind, value) -> {
            switch (kind.text()) {
                case ROUTE -> keys(value, ROUTE, ROUTE_KEYS);
                case CONFIGURATION -> keys(value, CONFIGURATION, CONFIGURATION_KEYS);
                default ->
                    refuse(
                            kind,
                            kind.text() + ": stands outside of a route; expected route or routeConfiguration",
                            "write - route: with id, description and from");
            }
        });
    }

    /** Keys that Camel does not know either are for its schema to find. */
    private void keys(Item mapping, String kind, Set<String> allowed) {
        mapping.entries().keySet().stream()
                .filter(key -> !allowed.contains(key.text()))
                .filter(key -> RouteSchema.get().knows(kind, key.text()))
                .forEach(key -> refuse(
                        key,
                        key.text() + " of a " + kind + " is the hub's own business",
                        "delete it; name what it shall do in a step or in a shared route configuration"));
    }

    private void inside(Item.Spot spot) {
        if (spot.key().equals("steps")) {
            spot.value().items().stream()
                    .flatMap(step -> step.entries().keySet().stream())
                    .forEach(this::step);
        }
        boolean format = Set.of("marshal", "unmarshal").contains(spot.within());
        if (format
                && !BESIDE_FORMAT.contains(spot.key())
                && !policy.dataFormats().contains(spot.key())) {
            refuse(
                    spot.name(),
                    "the data format " + spot.key() + " is not in the route policy",
                    "use one of " + sorted(policy.dataFormats()) + ", or a bean of the hub");
        }
    }

    private void step(Item kind) {
        if (!policy.steps().contains(kind.text()) && RouteSchema.get().steps().contains(kind.text())) {
            refuse(
                    kind,
                    "the step " + kind.text() + " is not in the route policy",
                    switch (kind.text()) {
                        case "script" -> "move the code into a bean of the hub and name it with ref:";
                        case "recipientList", "routingSlip", "dynamicRouter" ->
                            "a message would choose the address; use choice: with a to: for each address";
                        case "kamelet" -> "it brings routes of its own; call a shared direct: route";
                        default -> "use one of " + sorted(policy.steps());
                    });
        }
    }

    private void refuse(Item place, String message, String suggestion) {
        findings.add(place.finding(Rule.FORBIDDEN, message, suggestion));
    }

    static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
