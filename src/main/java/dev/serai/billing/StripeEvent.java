package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;

/**
 * An event of Stripe around its object.
 *
 * @param at seconds; Stripe's own clock
 * @param fetched whether it is an answer of Stripe's API, which knows all that happened up to {@code at}
 */
record StripeEvent(String type, long at, Fields object, Fields previous, boolean fetched) {
    /** Above all ranks of events. */
    private static final int FETCHED = 1000;

    private static final int OF_TYPE = 16;

    static StripeEvent of(String type, Fields event) {
        return new StripeEvent(
                type, event.number("created", 0), event.at("data.object"), event.at("data.previous_attributes"), false);
    }

    /** What the type says behind its last dot, such as {@code created}. */
    String verb() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    boolean isDeletion() {
        return verb().equals("deleted") || object.isTrue("deleted");
    }

    String id() {
        return object.requireId("id", type);
    }

    String customer() {
        return object.reference("customer");
    }

    /** @param precedence 0 to 15: of two states of one second the one that usually comes later is greater */
    Observation observe(
            String kind, String id, String owner, boolean terminal, int precedence, State state, String change) {
        int ofType = isDeletion() ? 2 : verb().equals("created") ? 0 : 1;
        int rank = (fetched ? FETCHED : 0) + ofType * OF_TYPE + precedence;
        return new Observation(kind, id, null, owner, terminal || isDeletion(), at, rank, state.values(), change);
    }
}
