package dev.serai.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A slot to come, for people.
 *
 * @param at the moment
 * @param local what the clocks of the zone show then
 * @param note what a change of the clocks makes of it; null: nothing
 */
record NextFire(String at, String local, @Nullable String note) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /** The first three behind that moment. */
    static List<NextFire> of(Cron cron, ZoneId zone, Instant after) {
        return Stream.iterate(cron.next(after, zone), slot -> slot.flatMap(s -> cron.next(s, zone)))
                .limit(3)
                .flatMap(java.util.Optional::stream)
                .map(slot -> new NextFire(
                        slot.toString(), LocalDateTime.ofInstant(slot, zone).toString(), note(cron, zone, slot)))
                .toList();
    }

    private static @Nullable String note(Cron cron, ZoneId zone, Instant slot) {
        LocalDateTime shown = LocalDateTime.ofInstant(slot, zone);
        LocalDateTime wanted = cron.localOf(slot, zone);
        if (!wanted.equals(shown)) {
            return "clocks go forward on %s, %s does not exist: fires %s"
                    .formatted(wanted.toLocalDate(), TIME.format(wanted), TIME.format(shown));
        }
        ZoneOffsetTransition change = zone.getRules().getTransition(shown);
        if (change != null && change.isOverlap()) {
            return "clocks go back on %s, %s comes twice: fires the first time"
                    .formatted(shown.toLocalDate(), TIME.format(shown));
        }
        return moved(zone, slot);
    }

    /** The first slot behind a change is at another time of UTC than the day before. */
    private static @Nullable String moved(ZoneId zone, Instant slot) {
        ZoneOffsetTransition last = zone.getRules().previousTransition(slot);
        boolean recent =
                last != null && Duration.between(last.getInstant(), slot).compareTo(Duration.ofDays(1)) < 0;
        return recent
                ? "clocks go %s on %s: from UTC%s to UTC%s"
                        .formatted(
                                last.isGap() ? "forward" : "back",
                                last.getDateTimeBefore().toLocalDate(),
                                last.getOffsetBefore(),
                                last.getOffsetAfter())
                : null;
    }
}
