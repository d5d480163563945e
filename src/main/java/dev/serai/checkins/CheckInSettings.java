package dev.serai.checkins;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Check-ins, {@code serai.checkins} in the configuration.
 *
 * @param link where a member checks in, http or https; {@code {session}} stands for the session's id
 * @param createJob the schedule that makes sessions, as its firings are named
 * @param defaults of orgs that have not chosen
 */
@ConfigurationProperties("serai.checkins")
record CheckInSettings(
        String link,
        @DefaultValue("scheduler") String createJob,
        @DefaultValue Defaults defaults) {

    CheckInSettings {
        Object scheme = page(link).getScheme();
        require(Set.of("http", "https").contains(String.valueOf(scheme)), "link", link);
    }

    /** @throws IllegalStateException when members would be led to their own machines */
    void require(boolean production) {
        String host = String.valueOf(page(link).getHost());
        if (production && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"))) {
            throw new IllegalStateException(
                    "serai.checkins.link is %s, which leads members to their own machines; set SERAI_CHECKINS_LINK to your"
                                    .formatted(link)
                            + " product's page, such as https://app.example.com/check-ins/{session}");
        }
    }

    private static URI page(String link) {
        return URI.create(link.replace("{session}", "0"));
    }

    /**
     * How an org checks in.
     *
     * @param weekdays on which, 1 is Monday
     * @param everyWeeks in every week, every second, up to every fourth
     * @param reminders whether members with an open session get mails
     * @param expireDays days for which a session is open, its own included
     */
    record Defaults(
            @DefaultValue("true") boolean enabled,

            @DefaultValue({"1", "2", "3", "4", "5", "6", "7"})
            List<Integer> weekdays,

            @DefaultValue("1") int everyWeeks,
            @DefaultValue("true") boolean reminders,
            @DefaultValue("7") int expireDays) {

        Defaults {
            weekdays = weekdays.stream().distinct().sorted().toList();
            require(
                    !weekdays.isEmpty() && weekdays.getFirst() >= 1 && weekdays.getLast() <= 7,
                    "defaults.weekdays",
                    weekdays);
            require(everyWeeks >= 1 && everyWeeks <= 4, "defaults.every-weeks", everyWeeks);
            require(expireDays >= 1 && expireDays <= 30, "defaults.expire-days", expireDays);
        }
    }

    private static void require(boolean fits, String name, Object value) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "serai.checkins.%s is %s; config/application.yaml shows what fits".formatted(name, value));
        }
    }
}
