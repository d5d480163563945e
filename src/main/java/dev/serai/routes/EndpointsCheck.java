package dev.serai.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Addresses are known before a message comes, and lead to components that the hub has and the policy lists. */
final class EndpointsCheck implements Check {
    private static final String NAME_IT = "name the address in the file, or add a bean in Java for the work";
    private static final Set<String> FORBIDDEN =
            Set.of("exec", "ssh", "class", "language", "script", "groovy", "docker", "kamelet", "rest", "ref");
    private static final Set<String> ENRICHERS = Set.of("enrich", "pollEnrich");

    private final Placeholders placeholders;
    private final RoutePolicy policy;

    EndpointsCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
        this.policy = facts.policy();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .map(RouteFile::root)
                .flatMap(root -> Stream.concat(
                        Endpoint.in(root).flatMap(this::check), root.walk().flatMap(this::computed)));
    }

    /** These two may name their address by any language; only a constant is known beforehand. */
    private Stream<Finding> computed(Item.Spot spot) {
        if (spot.parameter() || !ENRICHERS.contains(spot.key()) || spot.value().isScalar()) {
            return Stream.empty();
        }
        Item expression = spot.value().get("expression").orElse(spot.value());
        return expression.get("constant").isPresent()
                        || expression.get("simple").isPresent()
                ? Stream.empty()
                : forbidden(spot.name(), spot.key() + " lets a message choose the address");
    }

    private Stream<Finding> check(Endpoint endpoint) {
        Address address = Address.of(endpoint, placeholders);
        String scheme = address.scheme();
        if (scheme.isEmpty() || scheme.contains("{{")) {
            return Stream.empty(); // the schema and the placeholders have their own checks
        }
        if (FORBIDDEN.contains(scheme)) {
            return forbidden(endpoint.place(), scheme + ": is forbidden; it runs what the hub does not control");
        }
        if (isDynamic(address)) {
            return forbidden(
                    endpoint.place(), "\"" + endpoint.address().text() + "\" lets a message choose the address");
        }
        if (policy.components().containsKey(scheme)) {
            return Stream.empty();
        }
        return Catalog.component(scheme).isEmpty() ? unknown(endpoint, scheme) : unlisted(endpoint, scheme);
    }

    /** The path of a URL may be a message's; its host has a check of its own. */
    private static boolean isDynamic(Address address) {
        boolean web = HostsCheck.isWeb(address.scheme());
        return Functions.isIn(address.scheme())
                || (!web && Functions.isIn(address.path()))
                || address.options().stream().anyMatch(option -> isPath(address, option));
    }

    private static boolean isPath(Address address, Address.Option option) {
        return Functions.isIn(option.value())
                && Catalog.component(address.scheme())
                        .flatMap(component -> component.option(option.name()))
                        .filter(Catalog.Option::path)
                        .isPresent();
    }

    private Stream<Finding> unlisted(Endpoint endpoint, String scheme) {
        return Stream.of(endpoint.address()
                .finding(
                        Rule.FORBIDDEN,
                        "the component " + scheme + " is not in the route policy",
                        "use one of " + KindsCheck.sorted(policy.components().keySet())));
    }

    private Stream<Finding> unknown(Endpoint endpoint, String scheme) {
        Set<String> known = policy.components().keySet();
        return Stream.of(endpoint.address()
                .finding(
                        Rule.COMPONENT,
                        "the hub has no component \"" + scheme + "\"",
                        Nearest.orElse(scheme, known, "use one of " + KindsCheck.sorted(known))));
    }

    private static Stream<Finding> forbidden(Item place, String message) {
        return Stream.of(place.finding(Rule.FORBIDDEN, message, NAME_IT));
    }
}
