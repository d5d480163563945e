package dev.serai.schedules;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One field of a Unix cron and the values that it may have. */
enum Field {
    SECOND("second", 0, 59, ""),
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    WEEKDAY("day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT");

    private final String title;
    private final int least;
    private final int most;
    private final String names;

    Field(String title, int least, int most, String names) {
        this.title = title;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** The values that the text stands for; Sunday is 0. */
    BitSet parse(String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            add(part, text, values);
        }
        if (this == WEEKDAY && values.get(7)) {
            values.clear(7);
            values.set(0);
        }
        return values;
    }

    private void add(String part, String whole, BitSet values) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2 || stepped[0].isEmpty()) {
            throw wrong(whole);
        }
        int step = stepped.length == 1 ? 1 : number(stepped[1], whole);
        String[] range = stepped[0].equals("*") ? new String[] {"" + least, "" + last()} : stepped[0].split("-", -1);
        boolean open = range.length == 1 && stepped.length == 2;
        if (range.length > 2 || step < 1 || open) {
            throw wrong(whole); // 5/15 means one thing to Quartz and another to cron
        }
        int from = value(range[0], whole);
        int to = value(range[range.length - 1], whole);
        if (from > to) {
            throw wrong(whole);
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    /** Sunday is not counted twice. */
    private int last() {
        return this == WEEKDAY ? 6 : most;
    }

    private int value(String text, String whole) {
        int named = names().indexOf(text.toUpperCase(Locale.ROOT));
        int value = named < 0 ? number(text, whole) : named + least;
        if (value < least || value > most) {
            throw wrong(whole);
        }
        return value;
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }

    private int number(String text, String whole) {
        if (!text.matches("\\d{1,4}")) {
            throw wrong(whole);
        }
        return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String text) {
        String named = names.isEmpty() ? "" : " or %s to %s".formatted(names().getFirst(), names().getLast());
        return new IllegalArgumentException(
                "the %s is \"%s\"; expected *, numbers from %d to %d%s, lists 1,2, ranges 1-5 and steps */5 or 1-30/5"
                        .formatted(title, text, least, most, named));
    }
}
