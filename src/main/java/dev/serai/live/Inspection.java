package dev.serai.live;

import dev.serai.routes.Finding;
import dev.serai.routes.RouteFacts;
import dev.serai.routes.RouteLint;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that can be said about a set of route files before it runs: first by the rules, then by Camel. */
final class Inspection {
    private final Supplier<RouteFacts> facts;
    private final Rehearsal rehearsal;
    private final boolean first;

    /**
     * @param facts asked for anew each time: the policy may have been corrected, and most starts inspect nothing
     * @param first whether the first set of an empty database is inspected too
     */
    Inspection(Supplier<RouteFacts> facts, Rehearsal rehearsal, boolean first) {
        this.facts = facts;
        this.rehearsal = rehearsal;
        this.first = first;
    }

    /** What the rules say alone of the very first set, when there is no hub yet in whose likeness it could be built. */
    List<Finding> ofFirst(Map<String, String> contents) {
        return first ? byRules(contents) : List.of();
    }

    private List<Finding> byRules(Map<String, String> contents) {
        return RouteLint.check(contents, facts.get()).findings();
    }

    /**
     * Every mistake; empty when the set can be started.
     *
     * @param running files that run; what is the same has been built before
     */
    List<Finding> of(Map<String, String> contents, Map<String, String> running) {
        List<Finding> findings = byRules(contents);
        if (!findings.isEmpty()) {
            return findings;
        }
        return rehearsal.of(contents, running).entrySet().stream()
                .map(failure -> Finding.notBuilt(failure.getKey(), innermost(failure.getValue())))
                .toList();
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
