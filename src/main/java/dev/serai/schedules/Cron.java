package dev.serai.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A schedule as crontab(5) has it: minute, hour, day, month, weekday; Sunday is 0 or 7. When both days are restricted,
 * either matches. Perhaps with seconds first, for drills.
 *
 * <p>In a zone a local time that the clocks jump over is due at the first moment behind the jump, and one that they show
 * twice is due the first time only. So every local time is one moment, and two of them may be the same moment.
 */
public final class Cron {
    /** The longest time between two 29ths of February is eight years; with a weekday either matches. */
    private static final int LONGEST_DAYS = 366 * 8 + 2;

    /** How far back is looked for the latest slot, one after the other: dense schedules are found in the first. */
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    private final String text;
    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    private Cron(String text, List<BitSet> values, boolean eitherDay) {
        this.text = text;
        this.seconds = values.get(0);
        this.minutes = values.get(1);
        this.hours = values.get(2);
        this.days = values.get(3);
        this.months = values.get(4);
        this.weekdays = values.get(5);
        this.eitherDay = eitherDay;
    }

    /**
     * Reads five fields.
     *
     * @throws IllegalArgumentException that says which field is wrong, its value and what is allowed
     */
    public static Cron parse(String text) {
        return parse(text, false);
    }

    /** @param withSeconds whether six fields, seconds first, are taken too */
    static Cron parse(String text, boolean withSeconds) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 5 && !(withSeconds && fields.length == 6)) {
            throw new IllegalArgumentException(
                    "\"%s\" has %d fields; expected 5: minute hour day month weekday, such as 0 8 * * 1-5"
                            .formatted(text, fields.length));
        }
        List<String> texts = new ArrayList<>(List.of(fields));
        if (fields.length == 5) {
            texts.addFirst("0");
        }
        List<BitSet> values = values(texts);
        boolean either = !texts.get(3).startsWith("*") && !texts.get(5).startsWith("*");
        Cron cron = new Cron(text.strip(), values, either);
        cron.requireADay();
        return cron;
    }

    /** All wrong fields at once. */
    private static List<BitSet> values(List<String> texts) {
        List<BitSet> values = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Iterator<String> text = texts.iterator();
        for (Field field : Field.values()) {
            try {
                values.add(field.parse(text.next()));
            } catch (IllegalArgumentException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; and ", wrong));
        }
        return values;
    }

    private void requireADay() {
        boolean some = eitherDay
                || months.stream()
                        .anyMatch(month -> days.nextSetBit(1)
                                <= LocalDate.of(2024, month, 1).lengthOfMonth());
        if (!some) {
            throw new IllegalArgumentException("\"%s\" is never due: its months have no such day".formatted(text));
        }
    }

    /** The first slot behind that moment. Empty only when the calendar has none. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        Optional<LocalDateTime> local = nextLocal(LocalDateTime.ofInstant(after, zone));
        while (local.isPresent() && !moment(local.get(), zone).isAfter(after)) {
            local = nextLocal(local.get()); // the second time that the clocks show it
        }
        return local.map(time -> moment(time, zone));
    }

    /** The slots behind {@code after} up to {@code until}, oldest first. */
    List<Instant> between(Instant after, Instant until, ZoneId zone) {
        List<Instant> slots = new ArrayList<>();
        Optional<Instant> slot = next(after, zone);
        while (slot.isPresent() && !slot.get().isAfter(until)) {
            slots.add(slot.get());
            slot = next(slot.get(), zone);
        }
        return slots;
    }

    /** The last slot up to that moment, none that is a day older. */
    Optional<Instant> latest(Instant until, ZoneId zone) {
        for (Duration window : WINDOWS) {
            List<Instant> slots = between(until.minus(window), until, zone);
            if (!slots.isEmpty()) {
                return Optional.of(slots.getLast());
            }
        }
        return Optional.empty();
    }

    /** Whether that moment is a slot. */
    boolean isSlot(Instant moment, ZoneId zone) {
        return next(moment.minusNanos(1), zone).filter(moment::equals).isPresent();
    }

    /** The local time for which a slot stands: another than its clock shows when the clocks jumped over it. */
    LocalDateTime localOf(Instant slot, ZoneId zone) {
        LocalDateTime shown = LocalDateTime.ofInstant(slot, zone);
        ZoneOffsetTransition jump = zone.getRules().getTransition(shown.minusNanos(1));
        if (jump == null || !jump.isGap() || !jump.getInstant().equals(slot)) {
            return shown;
        }
        return nextLocal(jump.getDateTimeBefore().minusNanos(1))
                .filter(wanted -> !wanted.isAfter(shown))
                .orElse(shown);
    }

    private static Instant moment(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition jump = zone.getRules().getTransition(local);
        return jump != null && jump.isGap()
                ? jump.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        LocalDate date = after.toLocalDate();
        if (isDue(date)) {
            Optional<LocalTime> time = timeAfter(after.toLocalTime());
            if (time.isPresent()) {
                return Optional.of(date.atTime(time.get()));
            }
        }
        return IntStream.rangeClosed(1, LONGEST_DAYS)
                .mapToObj(date::plusDays)
                .filter(this::isDue)
                .findFirst()
                .map(day -> day.atTime(first()));
    }

    private LocalTime first() {
        return LocalTime.of(hours.nextSetBit(0), minutes.nextSetBit(0), seconds.nextSetBit(0));
    }

    private Optional<LocalTime> timeAfter(LocalTime after) {
        int second = seconds.nextSetBit(after.getSecond() + 1);
        if (hours.get(after.getHour()) && minutes.get(after.getMinute()) && second >= 0) {
            return Optional.of(LocalTime.of(after.getHour(), after.getMinute(), second));
        }
        int minute = minutes.nextSetBit(after.getMinute() + 1);
        if (hours.get(after.getHour()) && minute >= 0) {
            return Optional.of(LocalTime.of(after.getHour(), minute, seconds.nextSetBit(0)));
        }
        int hour = hours.nextSetBit(after.getHour() + 1);
        return hour < 0
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0)));
    }

    private boolean isDue(LocalDate date) {
        if (!months.get(date.getMonthValue())) {
            return false;
        }
        boolean day = days.get(date.getDayOfMonth());
        boolean weekday = weekdays.get(date.getDayOfWeek().getValue() % 7);
        return eitherDay ? day || weekday : day && weekday;
    }

    /** Whether it is due at most once an hour. */
    boolean isHourlyAtMost() {
        return minutes.cardinality() == 1 && seconds.cardinality() == 1;
    }

    /**
     * The same in Quartz's notation: seconds first, days of the week from Sunday = 1, and a question mark for the day that
     * does not matter. Quartz has no either-day, so such a schedule is two there.
     */
    List<String> toQuartz() {
        String head = numbers(seconds, 0, 59, 0) + " " + numbers(minutes, 0, 59, 0) + " " + numbers(hours, 0, 23, 0);
        String month = numbers(months, 1, 12, 0);
        String byDay = "%s %s %s ?".formatted(head, numbers(days, 1, 31, 0), month);
        String byWeekday = "%s ? %s %s".formatted(head, month, numbers(weekdays, 0, 6, 1));
        if (eitherDay) {
            return List.of(byDay, byWeekday);
        }
        if (days.cardinality() < 31 && weekdays.cardinality() < 7) {
            throw new IllegalStateException("\"%s\" wants both days, which Quartz cannot say".formatted(text));
        }
        return List.of(weekdays.cardinality() < 7 ? byWeekday : byDay);
    }

    private static String numbers(BitSet values, int least, int most, int shift) {
        return values.cardinality() == most - least + 1
                ? "*"
                : values.stream()
                        .mapToObj(value -> Integer.toString(value + shift))
                        .collect(Collectors.joining(","));
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
