package dev.serai.live;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.routes.RouteChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody wants to change, and on which revision they looked when they decided so.
 *
 * @param base number of that revision
 * @param saved new content by path
 * @param removed paths of files that go
 */
record RouteEdit(long base, Map<String, String> saved, Set<String> removed) {
    RouteEdit {
        saved = Map.copyOf(saved);
        removed = Set.copyOf(removed);
    }

    /** All files after the edit. */
    Map<String, String> over(Map<String, String> files) {
        Map<String, String> after = new TreeMap<>(files);
        after.putAll(saved);
        after.keySet().removeAll(removed);
        return after;
    }

    Set<String> paths() {
        Set<String> paths = new TreeSet<>(saved.keySet());
        paths.addAll(removed);
        return paths;
    }

    /** Refuses when somebody else has changed one of these files since the base; the findings are the difference. */
    void requireUntouched(Map<String, String> atBase, Revision newest) {
        Set<String> touched = new TreeSet<>();
        for (String path : paths()) {
            if (!Objects.equals(atBase.get(path), newest.files().get(path))) {
                touched.add(path);
            }
        }
        if (!touched.isEmpty()) {
            throw Refusal.of(
                    Reason.ROUTES_CHANGED,
                    "%s changed between revision %d, on which your edit is based, and revision %d"
                            .formatted(String.join(", ", touched), base, newest.number()),
                    "See in errors what the others changed, join it with yours and send it with If-Match (or base) %d"
                            .formatted(newest.number()),
                    differences(only(atBase, touched), only(newest.files(), touched), touched));
        }
    }

    private static Map<String, String> only(Map<String, String> files, Set<String> paths) {
        Map<String, String> some = new TreeMap<>(files);
        some.keySet().retainAll(paths);
        return some;
    }

    private static List<Finding> differences(
            Map<String, String> before, Map<String, String> after, Set<String> touched) {
        List<Finding> differences = new ArrayList<>();
        for (RouteChanges.Part part : RouteChanges.between(before, after).parts()) {
            String at = "%s %s".formatted(part.file(), part.id());
            if (part.changes().isEmpty()) {
                differences.add(new Finding(
                        at, "the other edit %s it".formatted(part.outcome().word())));
            }
            part.changes().forEach(change -> differences.add(new Finding(at + " " + change.path(), change.text())));
        }
        if (differences.isEmpty()) {
            touched.forEach(path -> differences.add(new Finding(path, "its text changed, not what it does")));
        }
        return differences;
    }
}
