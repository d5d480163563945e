package dev.serai.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Routes call each other, and the contract calls routes, by the names of direct endpoints. */
final class DirectCheck implements Check {
    private static final String DIRECT = "direct";

    private final RouteFacts facts;
    private final Placeholders placeholders;
    private final Map<String, List<Endpoint>> consumers = new TreeMap<>();
    private final List<Endpoint> calls = new ArrayList<>();

    DirectCheck(RouteFacts facts) {
        this.facts = facts;
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        files.stream()
                .map(RouteFile::root)
                .flatMap(Endpoint::in)
                .filter(this::isDirect)
                .forEach(this::sort);
        return Stream.of(twice(), targets(), uncalled(), operations(), jobs()).flatMap(findings -> findings);
    }

    private boolean isDirect(Endpoint endpoint) {
        return endpoint.scheme(placeholders::resolve).equals(DIRECT);
    }

    private void sort(Endpoint endpoint) {
        if (endpoint.consumes()) {
            consumers.computeIfAbsent(name(endpoint), name -> new ArrayList<>()).add(endpoint);
        } else if (!endpoint.target().contains("${")) {
            calls.add(endpoint);
        }
    }

    private String name(Endpoint endpoint) {
        return endpoint.target(placeholders::resolve);
    }

    private Stream<Finding> twice() {
        return consumers.values().stream()
                .flatMap(all -> all.stream()
                        .skip(1)
                        .map(second -> second.place()
                                .finding(
                                        Rule.TARGET,
                                        "direct:" + name(second) + " has a second consumer; the first is "
                                                + place(all.getFirst()),
                                        "rename one of them; a direct endpoint has exactly one consumer")));
    }

    private Stream<Finding> targets() {
        return calls.stream()
                .filter(call -> !consumers.containsKey(name(call)))
                .map(call -> call.place()
                        .finding(
                                Rule.TARGET,
                                "direct:" + name(call) + " has no consumer; expected a route that begins from it",
                                Nearest.orElse(name(call), consumers.keySet(), "add that route or correct the name")));
    }

    /** A call under a placeholder counts for all values that the placeholder may take. */
    private Stream<Finding> uncalled() {
        List<Pattern> called =
                calls.stream().map(call -> Placeholders.anyValue(call.target())).toList();
        return consumers.entrySet().stream()
                .filter(consumer -> !isEntry(consumer.getKey())
                        && called.stream()
                                .noneMatch(
                                        name -> name.matcher(consumer.getKey()).matches()))
                .map(consumer -> uncalled(consumer.getKey(), consumer.getValue().getFirst()));
    }

    private Finding uncalled(String name, Endpoint consumer) {
        return consumer.place()
                .finding(
                        Rule.UNCALLED,
                        "nothing calls direct:" + name + "; expected an operation of the contract or a route",
                        Nearest.orElse(name, missingOperations(), "delete the route or call it"));
    }

    private List<String> missingOperations() {
        return facts.operations().stream()
                .map(ContractOperation::id)
                .filter(id -> !consumers.containsKey(id))
                .toList();
    }

    private boolean isEntry(String name) {
        return facts.calledFromJava().contains(name)
                || facts.jobs().containsValue(name)
                || facts.operations().stream()
                        .anyMatch(operation -> operation.id().equals(name));
    }

    private Stream<Finding> operations() {
        return facts.operations().stream()
                .filter(operation -> !consumers.containsKey(operation.id()))
                .map(operation -> new Finding(
                        operation.file(),
                        operation.line(),
                        operation.column(),
                        Rule.OPERATION.code(),
                        "operation " + operation.id() + " has no route; expected one from direct:" + operation.id(),
                        "add the route or take the operation out of the contract"));
    }

    /** Without it every firing of the job would fail. */
    private Stream<Finding> jobs() {
        return facts.jobs().entrySet().stream()
                .filter(job -> !consumers.containsKey(job.getValue()))
                .map(job -> new Finding(
                        "config/schedules.yaml",
                        1,
                        1,
                        Rule.TARGET.code(),
                        "the job " + job.getKey() + " has no route; expected one from direct:" + job.getValue(),
                        "add the route or take the job out of config/schedules.yaml"));
    }

    private static String place(Endpoint endpoint) {
        return endpoint.place().file() + ":" + endpoint.place().line();
    }
}
