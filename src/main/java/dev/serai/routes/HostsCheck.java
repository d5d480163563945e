package dev.serai.routes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hosts are named in the hub's configuration. An address that is one setting leads where the configuration says; any
 * other host, also one in a placeholder's default, has to be in the policy.
 */
final class HostsCheck implements Check {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> OPTIONS = Set.of(
            "httpUri",
            "host",
            "hostname",
            "brokers",
            "bootstrapServers",
            "schemaRegistryURL",
            "uriEndpointOverride",
            "proxyHost",
            "proxyAuthHost",
            "authHost",
            "customHostHeader",
            "oauth2TokenEndpoint");

    private final Placeholders placeholders;
    private final RoutePolicy policy;

    HostsCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
        this.policy = facts.policy();
    }

    static boolean isWeb(String scheme) {
        return WEB.contains(scheme);
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> Address.in(file.root(), placeholders))
                .flatMap(this::check);
    }

    private Stream<Finding> check(Address address) {
        Stream<Finding> path = needsHost(address)
                ? host(
                        address.endpoint().address(),
                        address.path(),
                        address.endpoint().address().text())
                : Stream.empty();
        Stream<Finding> options = address.options().stream()
                .filter(option -> OPTIONS.contains(option.name()))
                .flatMap(option -> Stream.of(option.value().split(",", -1))
                        .flatMap(one -> host(option.place(), one.strip(), option.written())));
        Stream<Finding> redirects = address.options().stream()
                .filter(option -> option.name().equals("followRedirects")
                        && !option.value().equalsIgnoreCase("false"))
                .map(option -> option.place()
                        .finding(
                                Rule.HOST,
                                "followRedirects leads to hosts that nobody has listed",
                                "delete it; a redirect is an answer like any other"));
        return Stream.of(path, options, redirects).flatMap(findings -> findings);
    }

    /** Components whose path is or begins with a host. */
    private static boolean needsHost(Address address) {
        if (isWeb(address.scheme())) {
            return !address.path().isEmpty();
        }
        return !address.path().isEmpty()
                && Catalog.component(address.scheme())
                        .map(Catalog.Component::options)
                        .filter(options -> Stream.of("host", "hostname")
                                .anyMatch(name -> options.containsKey(name)
                                        && options.get(name).path()))
                        .isPresent();
    }

    private Stream<Finding> host(Item place, String value, String written) {
        if (isSetting(written) || value.contains("{{")) {
            return Stream.empty();
        }
        Optional<String> authority = authority(value);
        if (authority.filter(policy::allowsHost).isPresent()) {
            return Stream.empty();
        }
        return Stream.of(place.finding(
                Rule.HOST,
                authority
                        .map(host -> "the host " + host + " is not in the route policy")
                        .orElse("\"" + value + "\" has no plain host; expected a name, a port and a path at most"),
                Nearest.orElse(
                        authority.orElse(value),
                        policy.hosts(),
                        "make it a setting in config/application.yaml, or have the policy's hosts changed")));
    }

    /** A setting without default, whose value is a whole host, with nothing behind it that could become part of it. */
    private boolean isSetting(String written) {
        return Placeholders.leading(written)
                .filter(leading -> policy.isSetting(leading.name()))
                .filter(leading -> leading.rest().matches("([/?][^\\\\]*)?"))
                .map(leading -> placeholders.resolve("{{" + leading.name() + "}}"))
                .filter(value -> !value.startsWith("{{"))
                .isPresent();
    }

    /** Empty when there is more than a name and a port, or something that readers of URLs disagree about. */
    private static Optional<String> authority(String value) {
        String text = value.replaceFirst("^(?i)[a-z][a-z0-9+.-]*://", "").replaceFirst("^/*", "");
        String authority = text.split("[/?#]", 2)[0];
        return authority.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\\d{1,5})?") && !value.contains("\\")
                ? Optional.of(authority.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
