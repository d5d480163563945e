package dev.serai.identity;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import org.jspecify.annotations.Nullable;

/**
 * An event of Clerk around its object.
 *
 * @param at milliseconds: when the object was changed, or where it does not say so, when the event was made
 */
record ClerkEvent(String type, long at, Fields data) {

    static ClerkEvent of(String type, Fields event) {
        Fields data = event.at("data");
        return new ClerkEvent(type, data.number("updated_at", event.number("timestamp", 0)), data);
    }

    String verb() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    boolean isDeletion() {
        return verb().equals("deleted") || data.isTrue("deleted");
    }

    String id() {
        return data.requireId("id", type);
    }

    Observation observe(
            String kind, String id, @Nullable String org, String owner, boolean terminal, State state, String change) {
        int rank = isDeletion() ? 3 : verb().equals("created") ? 1 : 2;
        return new Observation(kind, id, org, owner, terminal || isDeletion(), at, rank, state.values(), change);
    }

    /** What an event tells of another object than its own counts less than what that object's own events tell. */
    Observation aside(String kind, String id, @Nullable String org, String owner, long asOf, State state) {
        return new Observation(kind, id, org, owner, false, asOf, 0, state.values(), "known by name");
    }
}
