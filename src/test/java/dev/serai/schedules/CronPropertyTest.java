package dev.serai.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.quartz.CronExpression;

/** Our slots against those of Quartz, in a zone without changes of the clocks. */
class CronPropertyTest {
    private static final long FIRST = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2029-12-31T00:00:00Z").getEpochSecond();

    @Provide
    Arbitrary<String> crons() {
        return Combinators.combine(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
                .as((minute, hour, day, month, weekday) -> String.join(" ", minute, hour, day, month, weekday));
    }

    @Provide
    Arbitrary<Long> moments() {
        return Arbitraries.longs().between(FIRST, LAST);
    }

    private static Arbitrary<String> field(int least, int most) {
        Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                Arbitraries.just("*"),
                value.map(String::valueOf),
                Combinators.combine(value, value).as((one, other) -> Math.min(one, other) + "-" + Math.max(one, other)),
                Combinators.combine(value, value).as((one, other) -> one + "," + other),
                Combinators.combine(value, Arbitraries.integers().between(1, 20))
                        .as((from, step) -> from + "-" + most + "/" + step));
    }

    @Property(tries = 1_000)
    void theNextThreeSlotsAreThoseOfQuartz(@ForAll("crons") String text, @ForAll("moments") long second)
            throws ParseException {
        Cron cron = Cron.parse(text);
        Instant ours = Instant.ofEpochSecond(second);
        Instant quartz = ours;
        List<CronExpression> expressions = new ArrayList<>();
        for (String expression : cron.toQuartz()) {
            CronExpression parsed = new CronExpression(expression);
            parsed.setTimeZone(TimeZone.getTimeZone("UTC"));
            expressions.add(parsed);
        }
        for (int i = 0; i < 3; i++) {
            ours = cron.next(ours, ZoneId.of("UTC")).orElseThrow();
            Date after = Date.from(quartz);
            quartz = expressions.stream()
                    .map(expression -> expression.getNextValidTimeAfter(after).toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow();

            assertThat(ours).as(text).isEqualTo(quartz);
        }
    }
}
