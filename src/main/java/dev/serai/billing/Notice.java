package dev.serai.billing;

import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import org.jspecify.annotations.Nullable;

/** Something that people are to be told once, as an observation: two events that tell the same are one notice. */
final class Notice {
    private final String audience;
    private final String severity;
    private final String kind;
    private final String key;
    private final String text;
    private final State details = new State();
    private @Nullable Long dueAt;

    private Notice(String audience, String severity, String kind, String key, String text) {
        this.audience = audience;
        this.severity = severity;
        this.kind = kind;
        this.key = key;
        this.text = text;
    }

    static Notice toCustomer(String kind, String key, String text) {
        return new Notice("customer", "P3", kind, key, text);
    }

    static Notice toOperators(String kind, String key, String text) {
        return new Notice("operator", "P2", kind, key, text);
    }

    Notice with(String name, @Nullable Object value) {
        details.with(name, value);
        return this;
    }

    Notice dueAt(long seconds) {
        dueAt = seconds;
        return this;
    }

    Observation of(StripeEvent event, String owner) {
        State state = new State()
                .with("audience", audience)
                .with("severity", severity)
                .with("kind", kind)
                .with("key", key)
                .with("text", text)
                .with("details", details.values())
                .with("dueAt", dueAt);
        return event.observe("notice", kind + "|" + key, owner, false, 0, state, "told " + audience + "s");
    }
}
