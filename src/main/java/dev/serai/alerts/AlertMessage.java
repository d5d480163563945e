package dev.serai.alerts;

import java.util.Map;

/**
 * What a channel tells of one event, a row of the view {@code alert_messages}. Texts are other people's: each channel
 * makes them harmless in its own way.
 *
 * @param kind what happened: opened, escalated, repeated, reopened, acknowledged, resolved, test
 * @param since when the alert opened, RFC 3339
 * @param at when this happened, RFC 3339
 * @param runbook its name; empty: none
 */
record AlertMessage(
        long alert,
        String kind,
        String actor,
        String note,
        String at,
        String source,
        String org,
        String key,
        String severity,
        String title,
        String text,
        String runbook,
        long count,
        String since) {

    static AlertMessage of(Map<?, ?> row) {
        return new AlertMessage(
                ((Number) row.get("alertId")).longValue(),
                string(row, "kind"),
                string(row, "actor"),
                string(row, "note"),
                string(row, "at"),
                string(row, "source"),
                string(row, "org"),
                string(row, "key"),
                string(row, "severity"),
                string(row, "title"),
                string(row, "text"),
                string(row, "runbook"),
                ((Number) row.get("count")).longValue(),
                string(row, "since"));
    }

    private static String string(Map<?, ?> row, String name) {
        return String.valueOf(row.get(name));
    }

    /** What it is about in one line. */
    String headline() {
        String title = this.title.replaceAll("\\s+", " ");
        return switch (kind) {
            case "acknowledged" -> "Acknowledged by %s: %s".formatted(actor, title);
            case "resolved" -> "Resolved by %s: %s".formatted(actor, title);
            case "repeated" -> "Still open: " + title;
            case "reopened" -> "Open again: " + title;
            case "escalated" -> "Worse: " + title;
            default -> title;
        };
    }
}
