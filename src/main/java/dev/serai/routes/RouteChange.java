package dev.serai.routes;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is different, in plain words and as data.
 *
 * @param kind what sort of thing
 * @param path the step's id, and behind a colon what of it, such as {@code hub-a-read:uri.query}; for the route itself
 *     only what of it, such as {@code from.uri.topic}
 * @param before null for what is new; secrets are {@code ***}
 * @param after null for what is gone
 * @param text a sentence for people
 */
public record RouteChange(
        Kind kind,
        String path,
        @Nullable String before,
        @Nullable String after,
        String text) {
    /** Sorts of changes, for filters and colours; the sentence says the rest. */
    public enum Kind {
        STEP_ADDED,
        STEP_REMOVED,
        STEP_MOVED,
        STEP_CHANGED,
        ENDPOINT,
        RETRY,
        SCHEDULE,
        DESCRIPTION,
        SETTING,
        FILE,
        UNREADABLE;

        /** As JSON has it. */
        @JsonValue
        public String word() {
            return RouteOutline.words(this);
        }
    }
}
