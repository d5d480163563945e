package dev.serai.servers;

import java.util.Map;

/** A server that lives and dies with the hub. Started and stopped once, on a platform thread. */
interface EmbeddedServer {
    /** What people call it in logs and in {@code serai.embedded}. */
    String name();

    /** Starts it, waits until it answers, and returns the properties by which the hub reaches it. */
    Map<String, String> start() throws Exception;

    /** Stops it, also after a start that failed half-way; does nothing when it never ran. */
    void stop() throws Exception;
}
