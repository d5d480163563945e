package dev.serai.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: a whole number and s, m, h or d. */
final class Ttl {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private Ttl() {}

    static Duration parse(String option, String text, Duration longest) throws UsageProblem {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UsageProblem(
                    option + " \"" + text + "\" must be a number and s, m, h or d, like 30s, 15m, 1h, 7d");
        }
        Duration duration = of(Long.parseLong(form.group(1)), form.group(2));
        if (duration.compareTo(longest) > 0) {
            throw new UsageProblem(option + " \"" + text + "\" is too long; at most " + longest.toDays() + "d");
        }
        return duration;
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
