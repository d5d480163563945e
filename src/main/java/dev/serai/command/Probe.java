package dev.serai.command;

import java.util.Map;

/** Asks one server whether it answers. */
interface Probe {
    int SECONDS = 5;

    String server();

    /** The property without which this server is not configured. */
    String address();

    /** Variables to look at when the probe fails. */
    String variables();

    /** Whether a hub with servers of its own runs without it. */
    default boolean optional() {
        return false;
    }

    /** Connects and returns the version; never longer than about {@link #SECONDS} seconds. */
    String version(Map<String, String> properties) throws Exception;
}
