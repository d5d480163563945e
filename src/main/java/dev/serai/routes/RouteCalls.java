package dev.serai.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom by {@code direct:} endpoints. A call under a placeholder counts for all routes that some configuration
 * would call. How failures are handled is part of who calls: a configuration goes by its own id.
 *
 * @param callers ids by the id of the route that is called; only routes that are called have an entry
 * @param calls ids of the routes that are called, by the id of the caller
 */
public record RouteCalls(SortedMap<String, Set<String>> callers, SortedMap<String, Set<String>> calls) {
    private static final String DIRECT = "direct";

    private record Call(String caller, Pattern name) {}

    /** Files that cannot be read are left out: the rules say so. */
    public static RouteCalls between(Map<String, String> contents, Function<String, @Nullable String> properties) {
        Placeholders placeholders = new Placeholders(properties);
        Map<String, String> consumers = new TreeMap<>();
        List<Call> calls = new ArrayList<>();
        contents.forEach((path, text) -> new YamlReader(path, new ArrayList<>(), YamlReader.OWN)
                .read(text)
                .map(root -> RouteFile.of(path, root))
                .ifPresent(file -> Stream.concat(file.routes().stream(), file.configurations().stream())
                        .forEach(part -> sort(part, placeholders, consumers, calls))));
        SortedMap<String, Set<String>> callers = new TreeMap<>();
        SortedMap<String, Set<String>> called = new TreeMap<>();
        consumers.forEach((name, route) -> calls.stream()
                .filter(call -> call.name().matcher(name).matches())
                .forEach(call -> {
                    callers.computeIfAbsent(route, id -> new TreeSet<>()).add(call.caller());
                    called.computeIfAbsent(call.caller(), id -> new TreeSet<>()).add(route);
                }));
        return new RouteCalls(callers, called);
    }

    private static void sort(Item part, Placeholders placeholders, Map<String, String> consumers, List<Call> calls) {
        String id = part.text("id");
        Endpoint.in(part)
                .filter(endpoint -> endpoint.scheme(placeholders::resolve).equals(DIRECT))
                .forEach(endpoint -> {
                    if (endpoint.consumes()) {
                        consumers.put(endpoint.target(placeholders::resolve), id);
                    } else {
                        calls.add(new Call(id, Placeholders.anyValue(endpoint.target())));
                    }
                });
    }

    public Set<String> callersOf(String routeId) {
        return callers.getOrDefault(routeId, Set.of());
    }

    public Set<String> calledBy(String routeId) {
        return calls.getOrDefault(routeId, Set.of());
    }
}
