package dev.serai.clerk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What somebody asks the hub to ask of Clerk. Its parts have passed as plain: the path has no part that a server could
 * read as another host, folder, query or header, and values have no controls.
 *
 * @param path its segments; the first is empty
 */
record Wish(String method, List<String> path, Map<String, String> query, Map<String, String> body) {
    private static final Pattern PATH = Pattern.compile("/v1(/[A-Za-z0-9_-]{1,64}){1,6}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,39}");
    private static final int LONGEST = 320;

    /** Refuses a wish that is not plain, with everything that is wrong with it. */
    static Wish of(JsonNode request) {
        List<Finding> findings = new ArrayList<>();
        String path = request.path("path").asText();
        if (!PATH.matcher(path).matches()) {
            findings.add(new Finding(
                    "/body/path",
                    "expected /v1/ and parts out of A-Z a-z 0-9 _ -, without host, query or encoding; got "
                            + shortened(path)));
        }
        Map<String, String> query = values("query", request.path("query"), findings);
        Map<String, String> body = values("body", request.path("body"), findings);
        require(findings);
        return new Wish(request.path("method").asText(), List.of(path.split("/", -1)), query, body);
    }

    static void require(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.CLERK_REQUEST_INVALID,
                    "The call has %d %s; Clerk was not asked"
                            .formatted(findings.size(), findings.size() == 1 ? "mistake" : "mistakes"),
                    "Correct what errors lists",
                    List.copyOf(findings));
        }
    }

    String joinedPath() {
        return String.join("/", path);
    }

    /** Names that are not among the allowed ones. */
    void requireOnly(List<String> queryNames, List<String> fields) {
        List<Finding> findings = new ArrayList<>();
        foreign("query", query, queryNames, findings);
        foreign("body", body, fields, findings);
        require(findings);
    }

    private static void foreign(
            String place, Map<String, String> values, List<String> allowed, List<Finding> findings) {
        values.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .forEach(name -> findings.add(new Finding(
                        "/body/%s/%s".formatted(place, name),
                        allowed.isEmpty() ? "this call takes none" : "expected one of " + String.join(", ", allowed))));
    }

    private static Map<String, String> values(String place, JsonNode given, List<Finding> findings) {
        Map<String, String> values = new TreeMap<>();
        given.properties().forEach(e -> {
            String at = "/body/%s/%s".formatted(place, shortened(e.getKey()));
            if (!NAME.matcher(e.getKey()).matches()) {
                findings.add(new Finding(at, "expected a name out of a-z and _"));
            } else if (!isPlain(e.getValue())) {
                findings.add(
                        new Finding(at, "expected text of 1 to %d characters without controls".formatted(LONGEST)));
            } else {
                values.put(e.getKey(), e.getValue().asText());
            }
        });
        return values;
    }

    private static boolean isPlain(JsonNode value) {
        String text = value.asText();
        return value.isValueNode()
                && !value.isNull()
                && !text.isEmpty()
                && text.length() <= LONGEST
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
