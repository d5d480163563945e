package dev.serai.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** The OpenAPI document as the hub obeys it. Immutable. */
public final class Contract {
    private final JsonNode document;
    private final List<Operation> operations;

    /** Those whose path has no variable, by it: most requests need no look at a pattern. */
    private final Map<String, List<Operation>> fixed;

    Contract(JsonNode document, List<Operation> operations) {
        this.document = document;
        this.operations = operations.stream()
                .sorted(Comparator.comparing(Operation::path, PathPattern.SPECIFICITY_COMPARATOR))
                .toList();
        this.fixed = this.operations.stream()
                .filter(o -> !o.path().getPatternString().contains("{"))
                .collect(Collectors.groupingBy(o -> o.path().getPatternString()));
    }

    record Match(Operation operation, Map<String, String> pathVariables) {}

    /** The document itself, as served to programs. */
    public JsonNode document() {
        return document;
    }

    /** Every operationId; each must have a route. */
    public List<String> operationIds() {
        return operations.stream().map(Operation::id).sorted().toList();
    }

    List<Operation> operations() {
        return operations;
    }

    /** HEAD matches GET. Throws a refusal for an unknown path or a method that the path does not take. */
    Match match(String method, String path) {
        PathContainer container = PathContainer.parsePath(path);
        List<Operation> there = at(path, container);
        if (there.isEmpty()) {
            throw unknownPath(path);
        }
        // The most specific pattern wins before the method is looked at, so /documents/events is never an id.
        PathPattern winner = there.getFirst().path();
        String wanted = method.equals("HEAD") ? "GET" : method;
        return there.stream()
                .filter(o -> o.path().equals(winner) && o.method().equals(wanted))
                .findFirst()
                .map(o -> new Match(o, variables(o, container)))
                .orElseThrow(() -> methodRefused(method, path, there, winner));
    }

    /** A path without variables is more specific than any pattern that matches it too. */
    private List<Operation> at(String path, PathContainer container) {
        List<Operation> known = fixed.get(path);
        return known != null
                ? known
                : operations.stream().filter(o -> o.path().matches(container)).toList();
    }

    private static Map<String, String> variables(Operation operation, PathContainer path) {
        PathPattern.PathMatchInfo info = operation.path().matchAndExtract(path);
        return info == null ? Map.of() : info.getUriVariables();
    }

    private static Refusal unknownPath(String path) {
        return Refusal.of(
                Reason.PATH_UNKNOWN,
                "There is nothing at %s".formatted(path),
                "See GET /docs/api for every path and method");
    }

    private static Refusal methodRefused(String method, String path, List<Operation> there, PathPattern winner) {
        String allowed = String.join(", ", allowed(there, winner));
        return Refusal.of(
                Reason.METHOD_REFUSED, "%s does not take %s".formatted(path, method), "Use one of: " + allowed);
    }

    private static List<String> allowed(List<Operation> there, PathPattern winner) {
        return there.stream()
                .filter(o -> o.path().equals(winner))
                .map(Operation::method)
                .sorted()
                .toList();
    }
}
