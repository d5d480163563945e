package dev.serai.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every placeholder is a setting that routes may read, and has a value or a default beside it. A secret goes from the
 * configuration to the component that needs it, and never into a message, where any step could show it.
 */
final class PlaceholdersCheck implements Check {
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern BEARER = Pattern.compile("Bearer \\{\\{[\\w.-]+}}");

    private final RouteFacts facts;
    private final Placeholders placeholders;
    private final RoutePolicy policy;

    PlaceholdersCheck(RouteFacts facts) {
        this.facts = facts;
        this.placeholders = new Placeholders(facts.properties());
        this.policy = facts.policy();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream().map(RouteFile::root).flatMap(this::over);
    }

    private Stream<Finding> over(Item root) {
        Set<Item> credentials = new HashSet<>();
        Address.in(root, placeholders).forEach(address -> collect(address, credentials));
        root.items().stream().flatMap(top -> top.get("route").stream()).forEach(route -> collect(route, credentials));
        Stream<Item> keys = root.walk().map(Item.Spot::name);
        return Stream.concat(root.scalars(), keys).flatMap(text -> check(text, credentials.contains(text)));
    }

    /** Options that Camel itself treats as secret: it keeps them out of logs, metrics and the endpoint's name. */
    private static void collect(Address address, Set<Item> into) {
        Catalog.component(address.scheme())
                .ifPresent(component -> address.options().stream()
                        .filter(option ->
                                !option.place().equals(address.endpoint().address()))
                        .filter(option -> Placeholders.isWhole(option.written()))
                        .filter(option -> component
                                .option(option.name())
                                .filter(Catalog.Option::secret)
                                .isPresent())
                        .map(Address.Option::place)
                        .forEach(into::add));
    }

    /** The header of a web call: set right before it, taken off behind it, and read by no expression in between. */
    private void collect(Item route, Set<Item> into) {
        route.walk().filter(spot -> spot.key().equals("steps")).forEach(spot -> {
            List<Item> steps = spot.value().items();
            for (int i = 0; i + 1 < steps.size(); i++) {
                Item step = steps.get(i);
                boolean header = step.at("setHeader").text("name").equals(AUTHORIZATION);
                if (header && callsTheWeb(steps.get(i + 1)) && isTakenOffAfter(step, route)) {
                    step.values()
                            .filter(text -> BEARER.matcher(text.text()).matches())
                            .forEach(into::add);
                }
            }
        });
    }

    private boolean callsTheWeb(Item step) {
        return step.get("to").isPresent()
                && Endpoint.in(step)
                        .map(endpoint -> Address.of(endpoint, placeholders).scheme())
                        .anyMatch(HostsCheck::isWeb);
    }

    private static boolean isTakenOffAfter(Item step, Item route) {
        return route.walk()
                .anyMatch(spot -> spot.key().equals("removeHeader")
                        && spot.value().text("name").equals(AUTHORIZATION)
                        && spot.value().line() > step.line());
    }

    private Stream<Finding> check(Item item, boolean credentials) {
        if (Placeholders.areBroken(item.text())) {
            return found(
                    item,
                    Rule.SECRET,
                    "\"" + item.text() + "\" has braces within braces; expected {{name}}",
                    "write one placeholder after the other");
        }
        return Placeholders.in(item.text()).stream().flatMap(inner -> check(item, inner, credentials));
    }

    private Stream<Finding> check(Item item, String inner, boolean credentials) {
        String name = Placeholders.name(inner).orElse("");
        if (!policy.isSetting(name)) {
            return found(
                    item,
                    Rule.SECRET,
                    "{{" + inner + "}} is no setting that routes may read; expected one of "
                            + KindsCheck.sorted(policy.settings()),
                    "add it to config/application.yaml under a name of its own");
        }
        if (policy.isSecret(name) && !credentials) {
            return found(
                    item,
                    Rule.SECRET,
                    "{{" + inner + "}} is a secret; expected it as an endpoint's credentials only",
                    "write it as authPassword: under parameters:, or as the header Authorization right before"
                            + " the call, with removeHeader: behind it");
        }
        return placeholders.isKnown(inner)
                ? Stream.empty()
                : found(
                        item,
                        Rule.PLACEHOLDER,
                        "{{" + inner + "}} has no value; expected a property of that name",
                        Nearest.orElse(
                                inner,
                                facts.settings(),
                                "set " + inner + " in the configuration or write {{" + inner + ":default}}"));
    }

    private static Stream<Finding> found(Item item, Rule rule, String message, String suggestion) {
        return Stream.of(item.finding(rule, message, suggestion));
    }
}
