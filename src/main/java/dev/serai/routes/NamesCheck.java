package dev.serai.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ids that lead from a metric or a log line to the file; a description and a group for the documentation. */
final class NamesCheck implements Check {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Item> seen = new HashMap<>();

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        for (RouteFile file : files) {
            file.routes().forEach(route -> route(file, route));
            file.configurations().forEach(this::configuration);
        }
        return findings.stream();
    }

    private void route(RouteFile file, Item route) {
        requireNamed("route", file, route);
        if (route.text("description").isBlank()) {
            findings.add(route.at("id")
                    .finding(
                            Rule.DESCRIPTION,
                            "route \"" + route.text("id") + "\" has no description",
                            "say in one sentence what it is for, under description:"));
        }
        group(file, route);
        route.walk()
                .filter(spot -> !spot.parameter() && spot.key().equals("steps"))
                .flatMap(spot -> spot.value().items().stream())
                .flatMap(step -> step.entries().entrySet().stream())
                .forEach(step -> step(file, step.getKey(), step.getValue()));
        route.get("from").flatMap(from -> from.get("id")).ifPresent(id -> name("step", file, id));
    }

    private void group(RouteFile file, Item route) {
        String group = route.text("group");
        if (!file.folder().isEmpty() && !group.equals(file.folder())) {
            String what = group.isEmpty() ? "has no group" : "is in group \"" + group + "\"";
            findings.add(route.at("group")
                    .finding(
                            Rule.DESCRIPTION,
                            "route \"" + route.text("id") + "\" " + what + "; expected its folder's name",
                            "write group: " + file.folder()));
        }
    }

    private void step(RouteFile file, Item kind, Item step) {
        if (step.text("id").isBlank()) {
            missing(kind, "step " + kind.text(), file);
        } else {
            name("step", file, step.at("id"));
        }
    }

    private void requireNamed(String what, RouteFile file, Item route) {
        if (route.text("id").isBlank()) {
            missing(route, what, file);
        } else {
            name(what, file, route.at("id"));
        }
    }

    private void missing(Item place, String what, RouteFile file) {
        findings.add(place.finding(
                Rule.ID, what + " has no id; metrics and logs need one", "write id: " + file.prefix() + "-…"));
    }

    private void name(String what, RouteFile file, Item id) {
        requireOnce(what, id);
        String text = id.text();
        boolean whole = what.equals("route") && text.equals(file.prefix());
        if (!whole && !text.startsWith(file.prefix() + "-")) {
            String expected =
                    what.equals("route") ? file.prefix() + " or " + file.prefix() + "-…" : file.prefix() + "-…";
            findings.add(id.finding(
                    Rule.NAME,
                    what + " id \"" + text + "\" does not name its file; expected " + expected,
                    "rename it, like " + file.prefix() + "-" + text.substring(text.lastIndexOf('-') + 1)));
        }
    }

    private void configuration(Item configuration) {
        if (configuration.text("id").isBlank()) {
            findings.add(configuration.finding(
                    Rule.ID,
                    "a route configuration has no id, so it would apply to every route that names none",
                    "write id: and name it in the routes that it is for"));
        }
        configuration
                .walk()
                .filter(spot -> !spot.parameter() && spot.key().equals("id"))
                .forEach(spot -> requireOnce("configuration", spot.value()));
    }

    private void requireOnce(String what, Item id) {
        Item first = seen.putIfAbsent(id.text(), id);
        if (first != null) {
            findings.add(id.finding(
                    Rule.ID,
                    what + " id \"" + id.text() + "\" is taken by " + first.file() + ":" + first.line(),
                    "give each its own id"));
        }
    }
}
