package dev.serai.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 8 * * *    | the minute is \"60\"; expected *, numbers from 0 to 59",
                "0 24 * * *    | the hour is \"24\"; expected *, numbers from 0 to 23",
                "0 8 0 * *     | the day of the month is \"0\"; expected *, numbers from 1 to 31",
                "0 8 * 13 *    | the month is \"13\"; expected *, numbers from 1 to 12 or JAN to DEC",
                "0 8 * * MOO   | the day of the week is \"MOO\"; expected *, numbers from 0 to 7 or SUN to SAT",
                "0 8 * * 5-1   | the day of the week is \"5-1\"",
                "*/0 8 * * *   | the minute is \"*/0\"",
                "5/15 8 * * *  | the minute is \"5/15\"",
                "0 8 * * 1,,2  | the day of the week is \"1,,2\"",
                "0 8 * * ?     | the day of the week is \"?\"",
                "0 8 * *       | has 4 fields; expected 5",
                "0 0 8 * * *   | has 6 fields; expected 5",
                "0 8 30 2 *    | is never due"
            })
    void aMistakeIsNamedWithItsFieldItsValueAndWhatIsAllowed(String text, String message) {
        assertThatThrownBy(() -> Cron.parse(text)).hasMessageContaining(message);
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        assertThatThrownBy(() -> Cron.parse("60 24 * * 8"))
                .hasMessageContaining("the minute is \"60\"")
                .hasMessageContaining("the hour is \"24\"")
                .hasMessageContaining("the day of the week is \"8\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 8 * * *       | 2026-03-01T08:00:00Z",
                "0 9,14 * * 1-5  | 2026-03-02T09:00:00Z",
                "0 9 * * MON-FRI | 2026-03-02T09:00:00Z",
                "0 9 * * 7       | 2026-03-01T09:00:00Z",
                "0 9 * * 0       | 2026-03-01T09:00:00Z",
                "0 9 * * 5-7     | 2026-03-01T09:00:00Z",
                "*/15 * * * *    | 2026-03-01T00:15:00Z",
                "10-40/15 0 * * *| 2026-03-01T00:10:00Z",
                "0 0 29 FEB *    | 2028-02-29T00:00:00Z",
                "0 0 31 * *      | 2026-03-31T00:00:00Z",
                "0 0 13 * 5      | 2026-03-06T00:00:00Z",
                "0 0 */2 * 1     | 2026-03-09T00:00:00Z"
            })
    void theNextSlotIsThatOfCrontab(String text, Instant next) {
        assertThat(Cron.parse(text).next(Instant.parse("2026-03-01T00:00:00Z"), UTC))
                .contains(next);
    }

    @Test
    void whenBothDaysAreRestrictedEitherMatches() {
        List<Instant> slots = Cron.parse("0 0 13 * 5")
                .between(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-31T00:00:00Z"), UTC);

        assertThat(slots)
                .extracting(slot -> LocalDate.ofInstant(slot, UTC).getDayOfMonth())
                .containsExactly(6, 13, 20, 27);
        assertThat(Cron.parse("0 0 15 * 5")
                        .between(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-31T00:00:00Z"), UTC))
                .extracting(slot -> LocalDate.ofInstant(slot, UTC).getDayOfMonth())
                .containsExactly(6, 13, 15, 20, 27);
    }

    @Test
    void aLeapYearHasItsDayAndOthersHaveNot() {
        List<Instant> slots = Cron.parse("30 6 29 2 *")
                .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2037-01-01T00:00:00Z"), UTC);

        assertThat(slots)
                .extracting(Instant::toString)
                .containsExactly("2028-02-29T06:30:00Z", "2032-02-29T06:30:00Z", "2036-02-29T06:30:00Z");
        assertThat(Cron.parse("0 0 29 2 *").next(Instant.parse("2096-03-01T00:00:00Z"), UTC))
                .contains(Instant.parse("2104-02-29T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // gap: the first moment behind it
                "Europe/Berlin       | 30 2 * * * | 2026-03-29 | 2026-03-29T01:00:00Z",
                "America/New_York    | 30 2 * * * | 2026-03-08 | 2026-03-08T07:00:00Z",
                "Australia/Lord_Howe | 15 2 * * * | 2026-10-04 | 2026-10-03T15:30:00Z",
                "Asia/Beirut         | 30 0 * * * | 2026-03-29 | 2026-03-28T22:00:00Z",
                "America/Sao_Paulo   | 0 0 * * *  | 2018-11-04 | 2018-11-04T03:00:00Z",
                // overlap: the first time only
                "Europe/Berlin       | 30 2 * * * | 2026-10-25 | 2026-10-25T00:30:00Z",
                "America/New_York    | 30 1 * * * | 2026-11-01 | 2026-11-01T05:30:00Z",
                "Australia/Lord_Howe | 45 1 * * * | 2026-04-05 | 2026-04-04T14:45:00Z",
                "Asia/Beirut         | 30 23 * * *| 2026-10-24 | 2026-10-24T20:30:00Z"
            })
    void aDayOnWhichTheClocksChangeHasOneSlot(String zone, String cron, LocalDate day, Instant slot) {
        ZoneId place = ZoneId.of(zone);
        Instant noonBefore = day.minusDays(1)
                .atTime(23, 59)
                .atZone(place)
                .withEarlierOffsetAtOverlap()
                .toInstant();
        if (cron.startsWith("30 23")) {
            noonBefore = day.atTime(12, 0).atZone(place).toInstant();
        }

        List<Instant> slots = Cron.parse(cron).between(noonBefore, noonBefore.plus(Duration.ofHours(23)), place);

        assertThat(slots).containsExactly(slot);
    }

    /** Weeks around both changes, each with the number of slots that its days have. */
    static Stream<List<String>> weeks() {
        return Stream.of(
                List.of("Europe/Berlin", "2026-03-23"),
                List.of("Europe/Berlin", "2026-10-19"),
                List.of("America/New_York", "2026-03-02"),
                List.of("America/New_York", "2026-10-26"),
                List.of("Australia/Lord_Howe", "2026-03-30"),
                List.of("Australia/Lord_Howe", "2026-09-28"),
                List.of("Asia/Beirut", "2026-03-23"),
                List.of("Asia/Beirut", "2026-10-19"),
                List.of("America/Sao_Paulo", "2018-10-29"),
                List.of("America/Sao_Paulo", "2018-02-12"),
                List.of("UTC", "2028-02-26"));
    }

    @ParameterizedTest
    @MethodSource("weeks")
    void badDay43_aClockThatTicksThroughTheWeekOfAChangeMeetsEverySlotOnce(List<String> week) {
        ZoneId zone = ZoneId.of(week.get(0));
        Instant begin = LocalDate.parse(week.get(1)).atStartOfDay(zone).toInstant();
        Instant end =
                LocalDate.parse(week.get(1)).plusDays(9).atStartOfDay(zone).toInstant();
        for (String text :
                List.of("0 8 * * *", "30 2 * * *", "30 0 * * *", "15 2 * * *", "0 9,14 * * 1-5", "*/30 * * * *")) {
            Cron cron = Cron.parse(text);
            List<Instant> fired = new ArrayList<>();
            Instant looked = begin;
            // 47 s: ticks fall on no slot and at all places of a minute
            for (Instant now = begin; now.isBefore(end); now = now.plusSeconds(47)) {
                fired.addAll(cron.between(looked, now, zone));
                looked = now;
            }

            assertThat(fired).as(text).doesNotHaveDuplicates().isSorted();
            assertThat(fired).as(text).isEqualTo(cron.between(begin, looked, zone));
            if (text.equals("0 8 * * *") || text.startsWith("30 ") || text.startsWith("15 ")) {
                assertThat(fired).as(text).hasSize(9);
            }
        }
    }

    @Test
    void theLatestSlotIsFoundAndNoneThatIsADayOlder() {
        Cron daily = Cron.parse("0 8 * * *");

        assertThat(daily.latest(Instant.parse("2026-03-02T07:59:59Z"), UTC))
                .contains(Instant.parse("2026-03-01T08:00:00Z"));
        assertThat(daily.latest(Instant.parse("2026-03-02T08:00:00Z"), UTC))
                .contains(Instant.parse("2026-03-02T08:00:00Z"));
        assertThat(Cron.parse("0 9 * * 5").latest(Instant.parse("2026-03-02T08:00:00Z"), UTC))
                .isEmpty();
        assertThat(Cron.parse("*/5 * * * * *", true).latest(Instant.parse("2026-03-02T08:00:03Z"), UTC))
                .contains(Instant.parse("2026-03-02T08:00:00Z"));
    }

    @Test
    void peopleAreToldWhatAChangeOfTheClocksDoes() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        List<NextFire> spring = NextFire.of(Cron.parse("30 2 * * *"), berlin, Instant.parse("2026-03-28T12:00:00Z"));
        List<NextFire> autumn = NextFire.of(Cron.parse("30 2 * * *"), berlin, Instant.parse("2026-10-24T12:00:00Z"));
        List<NextFire> morning = NextFire.of(Cron.parse("0 8 * * *"), berlin, Instant.parse("2026-03-28T12:00:00Z"));

        assertThat(spring.getFirst().note())
                .isEqualTo("clocks go forward on 2026-03-29, 02:30 does not exist: fires 03:00");
        assertThat(autumn.getFirst().note())
                .isEqualTo("clocks go back on 2026-10-25, 02:30 comes twice: fires the first time");
        assertThat(morning.getFirst().note()).isEqualTo("clocks go forward on 2026-03-29: from UTC+01:00 to UTC+02:00");
        assertThat(morning.get(1).note()).isNull();
        assertThat(morning).hasSize(3);
    }

    @Test
    void unixWeekdaysAreNotQuartzs() {
        assertThat(Cron.parse("0 9 * * 1-5").toQuartz()).containsExactly("0 0 9 ? * 2,3,4,5,6");
        assertThat(Cron.parse("0 9 * * 0").toQuartz()).containsExactly("0 0 9 ? * 1");
        assertThat(Cron.parse("0 8 * * *").toQuartz()).containsExactly("0 0 8 * * ?");
        assertThat(Cron.parse("0 8 1 * 1").toQuartz()).containsExactly("0 0 8 1 * ?", "0 0 8 ? * 2");
    }
}
