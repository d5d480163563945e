package dev.serai.mirror;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what is kept of an object; what is absent is left out. */
public final class State {
    private final Map<String, Object> values = new TreeMap<>();

    public State with(String name, @Nullable Object value) {
        if (value != null && !"".equals(value)) {
            values.put(name, value);
        }
        return this;
    }

    public Map<String, Object> values() {
        return values;
    }
}
