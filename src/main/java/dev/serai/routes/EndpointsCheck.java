package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Addresses lead to components that the hub has, and to none that would run programs or read the machine's files. */
final class EndpointsCheck implements Check {
    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";
    private static final Set<String> FORBIDDEN =
            Set.of("exec", "ssh", "class", "language", "script", "groovy", "docker");
    private static final Set<String> COMPUTED = Set.of("recipientList", "routingSlip", "dynamicRouter");

    private final Placeholders placeholders;

    EndpointsCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream().map(RouteFile::root).flatMap(this::over);
    }

    private Stream<Finding> over(Item root) {
        Stream<Finding> computed = root.walk()
                .filter(spot -> !spot.parameter() && COMPUTED.contains(spot.key()))
                .map(spot -> spot.name()
                        .finding(
                                Rule.FORBIDDEN,
                                spot.key() + " lets a message choose the address; expected addresses in the file",
                                "use choice: with a to: for each address"));
        return Stream.concat(Endpoint.in(root).flatMap(this::check), computed);
    }

    private Stream<Finding> check(Endpoint endpoint) {
        String scheme = endpoint.scheme(placeholders::resolve);
        if (scheme.isEmpty() || scheme.contains("{{")) {
            return Stream.empty(); // the schema and the placeholders have their own checks
        }
        if (FORBIDDEN.contains(scheme)) {
            return forbidden(endpoint, scheme + ": is forbidden; it runs what the hub does not control");
        }
        if (scheme.contains("${")
                || (scheme.equals("direct") && endpoint.target().contains("${"))) {
            return forbidden(endpoint, "\"" + endpoint.address().text() + "\" lets a message choose the route");
        }
        if (scheme.equals("file")) {
            return file(endpoint);
        }
        return isPresent(scheme) ? Stream.empty() : unknown(endpoint, scheme);
    }

    private static Stream<Finding> forbidden(Endpoint endpoint, String message) {
        return Stream.of(endpoint.place()
                .finding(Rule.FORBIDDEN, message, "name the address in the file, or add a bean in Java for the work"));
    }

    private Stream<Finding> file(Endpoint endpoint) {
        Path root = Path.of(placeholders.resolve("{{serai.data:data}}"))
                .toAbsolutePath()
                .normalize();
        String target = endpoint.target(placeholders::resolve);
        boolean inside = !target.contains("${")
                && Path.of(target).toAbsolutePath().normalize().startsWith(root);
        return inside
                ? Stream.empty()
                : Stream.of(endpoint.place()
                        .finding(
                                Rule.FORBIDDEN,
                                "file:" + target + " is outside the data folder; expected a folder in it",
                                "use file:{{serai.data}}/…"));
    }

    private static Stream<Finding> unknown(Endpoint endpoint, String scheme) {
        return Stream.of(endpoint.address()
                .finding(
                        Rule.COMPONENT,
                        "the hub has no component \"" + scheme + "\"",
                        Nearest.orElse(scheme, components(), "known are " + String.join(", ", components()))));
    }

    private static boolean isPresent(String scheme) {
        return scheme.matches("[\\w.+-]+")
                && EndpointsCheck.class.getClassLoader().getResource(COMPONENTS + scheme) != null;
    }

    private static Set<String> components() {
        try {
            Set<String> names = new TreeSet<>();
            for (Resource found :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + COMPONENTS + "*")) {
                names.add(String.valueOf(found.getFilename()));
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
