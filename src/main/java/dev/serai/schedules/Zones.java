package dev.serai.schedules;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;

/** Time zones by their names in the IANA database. */
final class Zones {
    private Zones() {}

    /** @throws DateTimeException that says what is expected; fixed offsets and short names are no zones */
    static ZoneId parse(String text) {
        if (text.equals("UTC")
                || (text.contains("/") && ZoneId.getAvailableZoneIds().contains(text) && isLasting(text))) {
            return ZoneId.of(text);
        }
        throw new DateTimeException(
                "\"%s\" is no time zone; expected UTC or a name such as Europe/Berlin".formatted(text));
    }

    private static boolean isLasting(String text) {
        return !text.toLowerCase(Locale.ROOT).startsWith("systemv/");
    }
}
