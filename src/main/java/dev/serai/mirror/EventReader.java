package dev.serai.mirror;

import java.util.Optional;

/** Reads the events of one provider. Values in, values out: no clock, no store. */
@FunctionalInterface
public interface EventReader {

    /**
     * What the event says; empty for a type in which the hub takes no interest.
     *
     * @throws dev.serai.problem.Refusal for an event of a known type without what makes it one, such as its object's id
     */
    Optional<Reading> read(String type, Fields event);
}
