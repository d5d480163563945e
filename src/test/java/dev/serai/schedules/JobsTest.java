package dev.serai.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.servers.StartupException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private static ScheduleSettings.JobSettings job(String cron, String zone, String route, List<String> secrets) {
        return new ScheduleSettings.JobSettings(
                "", cron, zone, "org", route, "latest", "24h", "operators", "10s", "5", secrets);
    }

    private static ScheduleSettings settings(Map<String, ScheduleSettings.JobSettings> jobs) {
        return new ScheduleSettings(
                jobs, false, Duration.ofMinutes(5), 48, 4, Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    @Test
    void everyMistakeIsNamedAtOnceAndNoSecretIs() {
        Map<String, ScheduleSettings.JobSettings> jobs = new LinkedHashMap<>();
        jobs.put("one", job("0 8 * * 9", "Europe/Berlyn", "", List.of("ONE_SECRET")));
        jobs.put("check-ins", job("0 8 * * *", "UTC", "checkins-create", List.of("SHORT_SECRET")));
        jobs.put("checkins", job("0 8 * * *", "UTC", "checkins-create", List.of("FIRST_SECRET")));
        jobs.put("three", job("0 8 * * *", "UTC", "checkins-create", List.of("SAME_SECRET")));
        jobs.put(
                "four",
                new ScheduleSettings.JobSettings(
                        "", "0 8 * * *", "UTC", "world", "r", "never", "3d", "", "0s", "0", List.of()));
        Map<String, String> environment =
                Map.of("SHORT_SECRET", "short-secret", "FIRST_SECRET", SECRET, "SAME_SECRET", OTHER + "," + SECRET);

        assertThatThrownBy(() -> Jobs.of(settings(jobs), environment::get))
                .isInstanceOfSatisfying(
                        StartupException.class, e -> assertThat(e.code()).isEqualTo("SERAI-SCHED-020"))
                .hasMessageContaining("one: cron: the day of the week is \"9\"")
                .hasMessageContaining("one: zone: \"Europe/Berlyn\" is no time zone")
                .hasMessageContaining("one: route is \"\"")
                .hasMessageContaining("SHORT_SECRET has a secret of 12 characters")
                .hasMessageContaining("there is already a job check-ins")
                .hasMessageContaining("FIRST_SECRET and SAME_SECRET have the same secret")
                .hasMessageContaining("four: scope is \"world\"; expected one of [hub, org]")
                .hasMessageContaining("four: misfire is \"never\"")
                .hasMessageContaining("four: misfire-within is \"3d\"")
                .hasMessageContaining("four: owner is missing")
                .hasMessageContaining("four: timeout is \"0s\"")
                .hasMessageContaining("four: attempts is \"0\"")
                .message()
                .doesNotContain(SECRET, OTHER, "short-secret");
    }

    @Test
    void aJobWithoutARouteIsNamed() {
        Jobs jobs = Jobs.of(
                settings(Map.of("one", job("0 8 * * *", "UTC", "nowhere", List.of()))), Map.<String, String>of()::get);

        assertThatThrownBy(() -> new JobRoutes(jobs, "elsewhere"::equals).require())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("no route begins with direct:nowhere");
    }

    @Test
    void twoSecretsAreLiveDuringARotationAndOneVariableMayServeTwoJobs() {
        Jobs jobs = Jobs.of(
                settings(Map.of(
                        "one", job("0 8 * * *", "UTC", "r", List.of("ONE", "CRON_SECRET")),
                        "two", job("0 8 * * *", "UTC", "r", List.of("CRON_SECRET")))),
                Map.of("ONE", SECRET + "," + OTHER, "CRON_SECRET", "cron-secret-of-a-platform")::get);

        assertThat(jobs.secrets().matches("one", SECRET)).isTrue();
        assertThat(jobs.secrets().matches("one", OTHER)).isTrue();
        assertThat(jobs.secrets().matches("two", SECRET)).isFalse();
        assertThat(jobs.secrets().matches("two", "cron-secret-of-a-platform")).isTrue();
        assertThat(jobs.secrets().matches("two", "")).isFalse();
    }
}
