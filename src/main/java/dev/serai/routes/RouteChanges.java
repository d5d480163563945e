package dev.serai.routes;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How two sets of route files differ in what they do. Layout, comments, quotes, the order of keys, short and long forms
 * of expressions, and options in an address or under {@code parameters:} make no difference.
 *
 * @param parts what came, went or changed, by id
 */
public record RouteChanges(List<Part> parts) {
    /** What a file holds. */
    public enum Subject {
        ROUTE,
        CONFIGURATION,
        BEAN,
        OTHER,
        FILE;

        /** As JSON has it. */
        @JsonValue
        public String word() {
            return RouteOutline.words(this);
        }
    }

    /** What became of it. */
    public enum Outcome {
        ADDED,
        REMOVED,
        CHANGED;

        /** As JSON has it. */
        @JsonValue
        public String word() {
            return RouteOutline.words(this);
        }
    }

    /**
     * A route, a route configuration or a bean.
     *
     * @param id as the file says it, without a revision
     * @param file the path of the new file, or of the old one for what is gone
     * @param changes of what is in both sets; empty otherwise
     */
    public record Part(Subject subject, String id, String file, Outcome outcome, List<RouteChange> changes) {
        public Part {
            changes = List.copyOf(changes);
        }
    }

    public RouteChanges {
        parts = List.copyOf(parts);
    }

    /**
     * Compares two sets of files, content by path; a file that is in one set only is new or gone. Nothing is checked: a
     * file that is no YAML is said to be unreadable, and its routes count as missing.
     */
    public static RouteChanges between(Map<String, String> before, Map<String, String> after) {
        List<Part> parts = new ArrayList<>();
        Map<String, RouteOutline> old = outlines(different(before, after), "before", parts);
        Map<String, RouteOutline> now = outlines(different(after, before), "after", parts);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            compare(Optional.ofNullable(old.get(key)), Optional.ofNullable(now.get(key)))
                    .ifPresent(parts::add);
        }
        return new RouteChanges(parts);
    }

    /** Files that are the same on both sides cannot make a difference, and reading them all takes longer than the rest. */
    private static Map<String, String> different(Map<String, String> files, Map<String, String> others) {
        Map<String, String> different = new TreeMap<>(files);
        different.entrySet().removeIf(file -> file.getValue().equals(others.get(file.getKey())));
        return different;
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** One line, such as {@code 1 route added (hub-a), 2 changed (hub-b, hub-c); 1 configuration changed (tick)}. */
    public String summary() {
        if (parts.isEmpty()) {
            return "no change";
        }
        Map<Subject, Map<Outcome, List<String>>> sorted = new EnumMap<>(Subject.class);
        parts.forEach(part -> sorted.computeIfAbsent(part.subject(), subject -> new EnumMap<>(Outcome.class))
                .computeIfAbsent(part.outcome(), outcome -> new ArrayList<>())
                .add(part.id()));
        return sorted.entrySet().stream()
                .map(subject -> subject.getValue().entrySet().stream()
                        .map(outcome -> words(subject.getKey(), outcome.getKey(), outcome.getValue()))
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String words(Subject subject, Outcome outcome, List<String> ids) {
        String noun = subject.word() + (ids.size() == 1 ? "" : "s");
        return "%d %s %s (%s)".formatted(ids.size(), noun, outcome.word(), String.join(", ", ids));
    }

    private static Map<String, RouteOutline> outlines(Map<String, String> files, String side, List<Part> parts) {
        Map<String, RouteOutline> outlines = new TreeMap<>();
        new TreeMap<>(files).forEach((path, content) -> {
            List<Finding> findings = new ArrayList<>();
            new YamlReader(path, findings, YamlReader.OWN)
                    .read(content)
                    .ifPresent(root -> RouteOutline.of(path, root)
                            .forEach(outline -> outlines.putIfAbsent(unique(outlines, outline), outline)));
            findings.stream()
                    .limit(1)
                    .map(finding -> unreadable(path, side, finding))
                    .forEach(parts::add);
        });
        return outlines;
    }

    /** An id that is there twice is a mistake, but none that may hide a route. */
    private static String unique(Map<String, RouteOutline> outlines, RouteOutline outline) {
        String key = outline.subject() + " " + outline.id();
        return outlines.containsKey(key) ? key + " in " + outline.file() : key;
    }

    private static Part unreadable(String path, String side, Finding finding) {
        String text =
                "the file cannot be read %s the change: line %d: %s".formatted(side, finding.line(), finding.message());
        RouteChange change = new RouteChange(RouteChange.Kind.UNREADABLE, path, null, null, text);
        return new Part(Subject.FILE, path, path, Outcome.CHANGED, List.of(change));
    }

    private static Optional<Part> compare(Optional<RouteOutline> before, Optional<RouteOutline> after) {
        if (before.isPresent() && after.isPresent()) {
            RouteOutline now = after.get();
            List<RouteChange> changes = new OutlineDifference(before.get(), now).changes();
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Part(now.subject(), now.id(), now.file(), Outcome.CHANGED, changes));
        }
        Outcome outcome = after.isPresent() ? Outcome.ADDED : Outcome.REMOVED;
        return after.or(() -> before).map(only -> new Part(only.subject(), only.id(), only.file(), outcome, List.of()));
    }
}
