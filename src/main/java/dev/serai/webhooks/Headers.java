package dev.serai.webhooks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request's headers; their names in any case. */
final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers(Map<String, List<String>> values) {
        values.forEach((name, all) -> this.values.put(name, List.copyOf(all)));
    }

    static Headers of(Map<String, String> values) {
        Map<String, List<String>> lists = new TreeMap<>();
        values.forEach((name, value) -> lists.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Headers(lists);
    }

    /** The header's value; null when it is absent, blank or there twice, which no verifier may choose between. */
    @Nullable
    String one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.size() == 1 && !all.getFirst().isBlank() ? all.getFirst() : null;
    }

    boolean isTwice(String name) {
        return values.getOrDefault(name, List.of()).size() > 1;
    }
}
