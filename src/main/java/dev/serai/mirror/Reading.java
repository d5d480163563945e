package dev.serai.mirror;

import java.util.List;

/**
 * Everything that one event says.
 *
 * @param observations of different objects each
 * @param locks whose events must wait for each other, in the order in which to wait; such as {@code customer:cus_1}
 * @param owner whose derived rows are computed anew: a customer, or a user; empty for none
 */
public record Reading(List<Observation> observations, List<String> locks, String owner) {

    public Reading {
        observations = List.copyOf(observations);
        locks = List.copyOf(locks);
    }
}
