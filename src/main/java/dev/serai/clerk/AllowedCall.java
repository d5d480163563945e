package dev.serai.clerk;

import dev.serai.access.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An allowed call as it is compared with what is asked.
 *
 * @param segments of the path; those in braces take an id
 */
record AllowedCall(String method, List<String> segments, ClerkProperties.Call rules) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "DELETE");

    static AllowedCall of(ClerkProperties.Call rules) {
        String[] parts = rules.call().split(" ", -1);
        if (parts.length != 2 || !METHODS.contains(parts[0]) || !parts[1].matches("/v1(/[a-z0-9_{}]+)+")) {
            throw new IllegalStateException(
                    "serai.clerk.proxy.calls: \"%s\" is no call; expected one like GET /v1/users/{user_id}"
                            .formatted(rules.call()));
        }
        return new AllowedCall(parts[0], List.of(parts[1].split("/", -1)), rules);
    }

    /** The ids in a path that this call is about; empty when it is about another. */
    Optional<Map<String, String>> ids(String method, List<String> path) {
        if (!this.method.equals(method) || path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> ids = new TreeMap<>();
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                ids.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(ids);
    }

    boolean admits(Caller caller) {
        return rules.roles().stream().anyMatch(caller::has);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    @Nullable
    String callerAs() {
        return rules.callerAs();
    }
}
