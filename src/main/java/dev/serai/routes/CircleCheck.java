package dev.serai.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * No route calls itself, neither through others nor through the handling of its failures: a message would go round until
 * the stack or the patience of its caller ends.
 */
final class CircleCheck implements Check {
    private final Placeholders placeholders;
    /** Ids of routes by the name under which they are called. */
    private final Map<String, String> routes = new TreeMap<>();

    private final Map<String, List<Endpoint>> calls = new TreeMap<>();

    CircleCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        Map<String, List<Endpoint>> handling = new TreeMap<>();
        files.stream()
                .flatMap(file -> file.configurations().stream())
                .forEach(part -> handling.put(part.text("id"), calls(part)));
        files.stream().flatMap(file -> file.routes().stream()).forEach(route -> sort(route, handling));
        return calls.keySet().stream().flatMap(this::circle);
    }

    private void sort(Item route, Map<String, List<Endpoint>> handling) {
        String id = route.text("id");
        Endpoint.in(route)
                .filter(endpoint -> endpoint.consumes() && isDirect(endpoint))
                .forEach(endpoint -> routes.put(endpoint.target(placeholders::resolve), id));
        List<Endpoint> all = new ArrayList<>(calls(route));
        Arrays.stream(route.text("routeConfigurationId").split(",", -1))
                .forEach(name -> all.addAll(handling.getOrDefault(name.strip(), List.of())));
        calls.put(id, all);
    }

    private List<Endpoint> calls(Item part) {
        return Endpoint.in(part)
                .filter(endpoint -> !endpoint.consumes() && isDirect(endpoint))
                .toList();
    }

    private boolean isDirect(Endpoint endpoint) {
        return endpoint.scheme(placeholders::resolve).equals("direct");
    }

    /** The shortest way back; only the least id of a circle tells of it, so that each is said once. */
    private Stream<Finding> circle(String start) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        Deque<List<String>> open = new ArrayDeque<>(List.of(List.of(start)));
        while (!open.isEmpty()) {
            List<String> way = open.removeFirst();
            for (String next : calledBy(way.getLast())) {
                List<String> longer = new ArrayList<>(way);
                longer.add(next);
                if (next.equals(start)) {
                    return Stream.of(finding(longer));
                }
                if (next.compareTo(start) > 0 && ways.putIfAbsent(next, longer) == null) {
                    open.addLast(longer);
                }
            }
        }
        return Stream.empty();
    }

    private List<String> calledBy(String id) {
        return calls.getOrDefault(id, List.of()).stream()
                .flatMap(this::called)
                .distinct()
                .toList();
    }

    private Stream<String> called(Endpoint call) {
        Pattern name = Placeholders.anyValue(call.target());
        return routes.entrySet().stream()
                .filter(route -> name.matcher(route.getKey()).matches())
                .map(Map.Entry::getValue);
    }

    private Finding finding(List<String> circle) {
        String first = circle.getFirst();
        Endpoint call = calls.get(first).stream()
                .filter(endpoint -> called(endpoint).anyMatch(circle.get(1)::equals))
                .findFirst()
                .orElseThrow();
        return call.place()
                .finding(
                        Rule.CIRCLE,
                        "route \"%s\" calls itself: %s".formatted(first, String.join(" → ", circle)),
                        "take one of the calls out, or hand over through a topic");
    }
}
