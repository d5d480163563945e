package dev.serai.routes;

import dev.serai.routes.RouteChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of a route, configuration or bean that is in both sets. */
final class OutlineDifference {
    private static final Pattern SCHEDULE = Pattern.compile(
            "(.*\\.)?uri\\.(cron|scheduler\\.cron|delay|period|initialDelay|repeatCount|greedy|useFixedDelay)");
    private static final Pattern ENDPOINT = Pattern.compile("(.*\\.)?(uri|deadLetterUri)(\\..*)?");
    private static final Pattern RETRY = Pattern.compile(
            "(errorHandler|onException|routeConfigurationId|errorHandlerRef|redeliveryPolicy|.*\\.redeliveryPolicy).*");
    private static final Pattern DESCRIPTION = Pattern.compile("(.*\\.)?(description|note)");

    private final RouteOutline before;
    private final RouteOutline after;
    private final List<RouteChange> changes = new ArrayList<>();

    OutlineDifference(RouteOutline before, RouteOutline after) {
        this.before = before;
        this.after = after;
    }

    /** The route's own values first, then its steps in the new order, then those that are gone. */
    List<RouteChange> changes() {
        if (!before.file().equals(after.file())) {
            add(
                    Kind.FILE,
                    "",
                    before.file(),
                    after.file(),
                    "moved from the file %s to %s".formatted(before.file(), after.file()));
        }
        values("", "", before.values(), after.values());
        Set<String> moved = moved();
        after.steps().forEach((key, step) -> step(key, step, moved.contains(key)));
        before.steps().forEach((key, step) -> {
            if (!after.steps().containsKey(key)) {
                String place = place(before, step);
                add(Kind.STEP_REMOVED, key, place, null, "step %s (%s) %s removed".formatted(key, step.kind(), place));
            }
        });
        return changes;
    }

    private void step(String key, RouteOutline.Step step, boolean moved) {
        RouteOutline.@Nullable Step old = before.steps().get(key);
        String place = place(after, step);
        if (old == null) {
            add(Kind.STEP_ADDED, key, null, place, "step %s (%s) added %s".formatted(key, step.kind(), place));
            return;
        }
        if (moved) {
            String was = place(before, old);
            add(
                    Kind.STEP_MOVED,
                    key,
                    was,
                    place,
                    "step %s (%s) moved: it was %s and is %s".formatted(key, step.kind(), was, place));
        }
        if (!old.kind().equals(step.kind())) {
            add(
                    Kind.STEP_CHANGED,
                    key,
                    old.kind(),
                    step.kind(),
                    "step %s was a %s and is a %s".formatted(key, old.kind(), step.kind()));
        }
        values(key, "step " + key + ": ", old.values(), step.values());
    }

    private void values(String step, String subject, SortedMap<String, Value> old, SortedMap<String, Value> now) {
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Optional<Value> was = Optional.ofNullable(old.get(name));
            Optional<Value> is = Optional.ofNullable(now.get(name));
            if (!was.equals(is)) {
                value(step, subject, name, was.map(Value::shown), is.map(Value::shown));
            }
        }
    }

    private void value(String step, String subject, String name, Optional<String> was, Optional<String> is) {
        String path = step.isEmpty() ? name : step + ":" + name;
        String text = subject
                + (was.isEmpty()
                        ? "%s is now \"%s\"".formatted(name, is.orElse(""))
                        : is.isEmpty()
                                ? "%s is no longer set; it was \"%s\"".formatted(name, was.get())
                                : "%s was \"%s\" and is \"%s\"".formatted(name, was.get(), is.get()));
        changes.add(new RouteChange(kind(step, name), path, was.orElse(null), is.orElse(null), text));
    }

    private Kind kind(String step, String name) {
        boolean policy = after.subject() == RouteChanges.Subject.CONFIGURATION;
        if (DESCRIPTION.matcher(name).matches()) {
            return Kind.DESCRIPTION;
        } else if (step.isEmpty() && SCHEDULE.matcher(name).matches()) {
            return Kind.SCHEDULE;
        } else if (ENDPOINT.matcher(name).matches()) {
            return Kind.ENDPOINT;
        } else if (step.isEmpty() && (policy || RETRY.matcher(name).matches())) {
            return Kind.RETRY;
        }
        return step.isEmpty() ? Kind.SETTING : Kind.STEP_CHANGED;
    }

    /** Steps that are in another block than before, or that others of their block have changed places with. */
    private Set<String> moved() {
        Set<String> moved = new HashSet<>();
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        after.steps().forEach((key, step) -> {
            RouteOutline.@Nullable Step old = before.steps().get(key);
            if (old != null && old.block().equals(step.block())) {
                blocks.computeIfAbsent(step.block(), block -> new ArrayList<>()).add(key);
            } else if (old != null) {
                moved.add(key);
            }
        });
        blocks.values().forEach(keys -> {
            keys.sort(Comparator.comparingInt(key -> index(after, key)));
            List<Integer> places = keys.stream().map(key -> index(before, key)).toList();
            Set<Integer> stayed = longestRise(places);
            keys.stream().filter(key -> !stayed.contains(index(before, key))).forEach(moved::add);
        });
        return moved;
    }

    private static int index(RouteOutline outline, String key) {
        return Optional.ofNullable(outline.steps().get(key))
                .map(RouteOutline.Step::index)
                .orElse(-1);
    }

    /** The most of these numbers that are in order: who is not among them has moved, and fewest have. */
    private static Set<Integer> longestRise(List<Integer> numbers) {
        Map<Integer, List<Integer>> best = new HashMap<>();
        for (int number : numbers) {
            List<Integer> longest = best.entrySet().stream()
                    .filter(entry -> entry.getKey() < number)
                    .map(Map.Entry::getValue)
                    .max(Comparator.comparingInt(Collection::size))
                    .orElse(List.of());
            List<Integer> rise = new ArrayList<>(longest);
            rise.add(number);
            best.put(number, rise);
        }
        return best.values().stream()
                .max(Comparator.comparingInt(Collection::size))
                .<Set<Integer>>map(HashSet::new)
                .orElse(Set.of());
    }

    /** Such as {@code first in the route}, {@code behind hub-a-read in hub-a-choice/when[1]}. */
    private static String place(RouteOutline outline, RouteOutline.Step step) {
        String within = step.block().isEmpty() ? "the route" : step.block();
        String previous = outline.steps().values().stream()
                .filter(other -> other.block().equals(step.block()) && other.index() == step.index() - 1)
                .map(RouteOutline.Step::key)
                .collect(Collectors.joining());
        return (previous.isEmpty() ? "first in " : "behind " + previous + " in ") + within;
    }

    private void add(Kind kind, String path, @Nullable String was, @Nullable String is, String text) {
        changes.add(new RouteChange(kind, path, was, is, text));
    }
}
