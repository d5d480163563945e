package dev.serai.hub;

/** Asks one server whether it answers. Throws when it does not; says nothing about where it is. */
@FunctionalInterface
interface Probe {
    void ask() throws Exception;
}
