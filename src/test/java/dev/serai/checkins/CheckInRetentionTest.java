package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import dev.serai.database.SqlFile;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Sessions end with the hub's time or their org's, members of old after their last session. */
class CheckInRetentionTest {
    private final JdbcTemplate system = TestHub.shared().system();
    private final String org = "kept-" + UUID.randomUUID();

    @Test
    void sessionsOfOldGoAndOpenOnesStayUntilTheyAreOver() {
        member("a");
        session("a", 800, "completed");
        session("a", 801, "pending");
        session("a", 700, "expired");
        system.update(
                "update checkin_sessions set expires_on = current_date + 1 where org_id = ? and state = 'pending'",
                org);

        run("checkin-sessions", Duration.ofDays(730));

        assertThat(states()).containsExactlyInAnyOrder("pending", "expired");
    }

    @Test
    void anOrgsOwnTimeIsKeptWhenItIsShorter() {
        member("a");
        session("a", 40, "completed");
        session("a", 20, "skipped");
        system.update("insert into company_settings (org_id, data_retention_days) values (?, 30)", org);

        run("checkin-sessions", Duration.ofDays(730));

        assertThat(states()).containsExactly("skipped");
    }

    @Test
    void membersOfOldGoAfterTheirLastSession() {
        member("asked");
        member("silent");
        member("active");
        session("asked", 10, "completed");
        system.update(
                "update members set ended_at = now() - interval '800 days' where org_id = ? and user_id <> 'active'",
                org);

        run("members", Duration.ofDays(730));

        assertThat(system.queryForList("select user_id from members where org_id = ?", String.class, org))
                .containsExactlyInAnyOrder("asked", "active");
    }

    private void run(String rule, Duration keep) {
        new NamedParameterJdbcTemplate(system)
                .queryForObject(
                        SqlFile.read("sql/retention/" + rule + ".sql"),
                        Map.of("keep", (double) keep.toSeconds(), "batch", 1000),
                        Long.class);
    }

    private void member(String user) {
        system.update("insert into members (org_id, user_id) values (?, ?)", org, user);
    }

    private void session(String user, int daysAgo, String state) {
        system.update(
                "insert into checkin_sessions (org_id, member_id, local_date, scheduled_for, zone, expires_on, state,"
                        + " completed_at) values (?, ?, current_date - ?, now() - make_interval(days => ?), 'UTC',"
                        + " current_date - ? + 7, ?, case when ? = 'completed' then now() end)",
                org,
                user,
                daysAgo,
                daysAgo,
                daysAgo,
                state,
                state);
    }

    private java.util.List<String> states() {
        return system.queryForList("select state from checkin_sessions where org_id = ?", String.class, org);
    }
}
