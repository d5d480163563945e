package dev.serai.live;

import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A route as it runs now.
 *
 * @param id as its file says it
 * @param file path below the routes folder
 * @param revision in which the file last changed
 * @param steps what Camel runs, under ids that carry the revision
 * @param entry what listens for it; null when other routes or the HTTP door call it
 * @param entryRouteId the id under which the entry runs
 */
record LiveRoute(
        String id,
        String file,
        long revision,
        RouteDefinition steps,
        @Nullable Entry entry,
        @Nullable String entryRouteId) {

    /** The name under which it is called. */
    String link() {
        return LinkEndpoint.name(steps.getInput().getUri());
    }

    /** What it begins with, as its file says it. */
    String from() {
        return entry == null ? "direct:" + link() : entry.uri();
    }
}
