package dev.serai.schedules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads one job's settings and notes everything that is wrong with them. */
final class JobReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern ROUTE = Pattern.compile("[a-z][a-z0-9-]{0,126}");
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration LONGEST_WITHIN = Duration.ofHours(24);

    private final String name;
    private final boolean seconds;
    private final List<String> problems;

    JobReader(String name, boolean seconds, List<String> problems) {
        this.name = name;
        this.seconds = seconds;
        this.problems = problems;
    }

    /** Null when something is wrong. */
    @Nullable
    Job read(ScheduleSettings.JobSettings settings) {
        int before = problems.size();
        require(NAME.matcher(name).matches(), "is no name of a job: small letters, digits and -, a letter first");
        require(
                ROUTE.matcher(settings.route()).matches(),
                "route is \"%s\"; expected the name of a direct: route".formatted(settings.route()));
        require(!settings.owner().isBlank(), "owner is missing; expected who is asked when it fails");
        Cron cron = cron(settings.cron());
        ZoneId zone = zone(settings.zone());
        Job.Scope scope = choice("scope", settings.scope(), Job.Scope.values());
        Job.Misfire misfire = choice("misfire", settings.misfire(), Job.Misfire.values());
        Duration within = time("misfire-within", settings.misfireWithin(), LONGEST_WITHIN);
        Duration timeout = time("timeout", settings.timeout(), LONGEST_TIMEOUT);
        int attempts = attempts(settings.attempts());
        if (problems.size() > before || cron == null || zone == null || scope == null || misfire == null) {
            return null;
        }
        return new Job(
                name,
                settings.title(),
                cron,
                zone,
                scope,
                settings.route(),
                misfire,
                within,
                settings.owner(),
                timeout,
                attempts,
                List.copyOf(settings.secrets()));
    }

    private void require(boolean fine, String problem) {
        if (!fine) {
            problems.add(name + ": " + problem);
        }
    }

    private @Nullable Cron cron(String text) {
        try {
            return Cron.parse(text, seconds);
        } catch (IllegalArgumentException e) {
            problems.add("%s: cron: %s".formatted(name, e.getMessage()));
            return null;
        }
    }

    private @Nullable ZoneId zone(String text) {
        try {
            return Zones.parse(text);
        } catch (DateTimeException e) {
            problems.add("%s: zone: %s".formatted(name, e.getMessage()));
            return null;
        }
    }

    private <E extends Enum<E>> @Nullable E choice(String setting, String text, E[] values) {
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        problems.add("%s: %s is \"%s\"; expected one of %s"
                .formatted(name, setting, text, Arrays.toString(values).toLowerCase(Locale.ROOT)));
        return null;
    }

    private Duration time(String setting, String text, Duration longest) {
        try {
            Duration time = DurationStyle.detectAndParse(text);
            if (time.isPositive() && time.compareTo(longest) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add("%s: %s is \"%s\"; expected a time up to %d s, such as 10s or 2h"
                .formatted(name, setting, text, longest.toSeconds()));
        return longest;
    }

    private int attempts(String text) {
        if (text.matches("[1-9]\\d?")) {
            return Integer.parseInt(text);
        }
        problems.add("%s: attempts is \"%s\"; expected a number from 1 to 99".formatted(name, text));
        return 1;
    }
}
