package dev.serai.schedules;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * Something that is due by a schedule.
 *
 * @param zone of jobs of orgs: for orgs that have not chosen another
 * @param route the {@code direct:} route that does it
 * @param within so old a slot may be to fire late
 * @param timeout of one attempt
 * @param attempts all, the first included
 * @param secrets environment variables with the bearer secrets of its endpoint; none: it has no endpoint
 */
record Job(
        String name,
        String title,
        Cron cron,
        ZoneId zone,
        Scope scope,
        String route,
        Misfire misfire,
        Duration within,
        String owner,
        Duration timeout,
        int attempts,
        List<String> secrets) {

    enum Scope {
        HUB,
        ORG
    }

    /** What becomes of slots that nobody was there for. */
    enum Misfire {
        /** The newest fires late, the others are missed. */
        LATEST,
        /** Those that are too old are missed. */
        SKIP
    }
}
