package dev.serai.schedules;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Everybody for whom a job is due by the same cron in the same zone.
 *
 * @param lookedUntil up to when its slots have become firings
 * @param now what the database's clock shows; that of no node decides
 */
record Group(String job, Cron cron, ZoneId zone, Instant lookedUntil, Instant now, boolean paused) {

    /** A row of {@code group-list.sql}. */
    static Group of(Map<?, ?> row) {
        return new Group(
                String.valueOf(row.get("job")),
                Cron.parse(String.valueOf(row.get("cron")), true),
                ZoneId.of(String.valueOf(row.get("zone"))),
                Instant.parse(String.valueOf(row.get("looked"))),
                Instant.parse(String.valueOf(row.get("now"))),
                Boolean.TRUE.equals(row.get("paused")));
    }

    Slot slot(Instant at, boolean missed) {
        return new Slot(
                job, cron.toString(), zone.getId(), at.atOffset(ZoneOffset.UTC).toString(), missed);
    }

    /** As {@code firing-add.sql} reads it. */
    record Slot(String job, String cron, String zone, String slot, boolean missed) {}
}
