package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** With an attacker's eyes: ids of another org in paths, queries and bodies, and its rows. */
class CheckInTenancyTest {
    private final TestHub hub = TestHub.shared();
    private final JdbcTemplate system = hub.system();
    private final String victim = "victim-" + UUID.randomUUID();
    private final String attacker = "attacker-" + UUID.randomUUID();
    private final Api owner = hub.as(victim, Role.ORG_ADMIN);
    private final Api thief = hub.as(attacker, Role.ORG_ADMIN);
    private final String department = departmentOf(owner);
    private final String session = sessionOf(victim);

    @Test
    void anotherOrgsIdsMeetNothing() {
        for (Api.Reply reply : List.of(
                thief.get("/api/sessions/" + session),
                thief.post("/api/sessions/" + session, "{\"state\":\"completed\"}"),
                thief.delete("/api/departments/" + department),
                put(thief, "/api/departments/" + department, "{\"name\":\"Mine\"}"),
                put(thief, "/api/members/victim-user/department", "{\"departmentId\":null}"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).doesNotContain("Secret", victim, "pending");
        }
        assertThat(thief.get("/api/members?department=" + department).json().path("items"))
                .isEmpty();
        assertThat(thief.get("/api/departments").json().path("items")).isEmpty();
        assertThat(thief.get("/api/sessions?date=" + Jobs.DAY).text()).doesNotContain(victim, session);
        assertThat(owner.get("/api/sessions/" + session).json().path("state").asText())
                .isEqualTo("pending");
    }

    @Test
    void anotherOrgsDepartmentInABodyIsUnknownAndAllThatIsUnknownIsSaid() {
        system.update("insert into members (org_id, user_id) values (?, 'mine')", attacker);
        String body = "{\"departmentId\":\"" + department + "\"}";

        Api.Reply move = put(thief, "/api/members/mine/department", body);
        assertThat(move.json().path("code").asText()).isEqualTo("SERAI-CHECKIN-003");
        Api.Reply both = put(thief, "/api/members/victim-user/department", body);
        assertThat(both.json().path("code").asText()).isEqualTo("SERAI-CHECKIN-006");
        assertThat(both.json().path("errors")).hasSize(2);
        Api.Reply settings = put(thief, "/api/checkin-settings", """
                {"enabled":true,"weekdays":[1],"everyWeeks":1,"departmentId":"%s","reminders":true,"expireDays":3}""".formatted(department));
        assertThat(settings.status()).isEqualTo(404);
        assertThat(system.queryForObject(
                        "select count(*) from checkin_settings where org_id = ?", Integer.class, attacker))
                .isZero();
    }

    @Test
    void namingAnotherOrgIsRefusedAndRemembered() {
        for (String path : List.of(
                "/api/sessions?org=" + victim,
                "/api/checkin-settings?org=" + victim,
                "/api/sessions/" + session + "?org=" + victim)) {
            assertThat(thief.get(path).json().path("code").asText()).as(path).isEqualTo("SERAI-HTTP-014");
        }
    }

    @Test
    void theDatabaseItselfKeepsOrgsApart() {
        DataSource app = hub.hub().context().getBean("appDataSource", DataSource.class);
        JdbcTemplate jdbc = new JdbcTemplate(app);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(app));
        for (String table : List.of("departments", "members", "checkin_sessions")) {
            Integer seen = transaction.execute(status -> {
                enter(jdbc);
                return jdbc.queryForObject("select count(*) from " + table, Integer.class);
            });
            assertThat(seen).as(table).isZero();
        }
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    enter(jdbc);
                    jdbc.update("insert into departments (org_id, name, created_by) values (?, 'x', 'x')", victim);
                }))
                .hasStackTraceContaining("row-level security");
        assertThatThrownBy(() -> jdbc.update("update checkin_sessions set org_id = 'x'"))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.update("update members set email = 'x@y.z'"))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> system.update(
                        "insert into members (org_id, user_id, department_id) values (?, 'x', ?::uuid)",
                        attacker,
                        department))
                .as("not even the hub mixes orgs")
                .hasStackTraceContaining("foreign key");
    }

    private void enter(JdbcTemplate jdbc) {
        jdbc.queryForObject("select set_config('serai.org', ?, true)", String.class, attacker);
    }

    private static String departmentOf(Api admin) {
        return admin.post("/api/departments", "{\"name\":\"Secret\"}")
                .json()
                .path("departmentId")
                .asText();
    }

    private String sessionOf(String org) {
        system.update("insert into members (org_id, user_id) values (?, 'victim-user')", org);
        new Jobs(hub).create(org, Jobs.DAY);
        return system.queryForObject("select id::text from checkin_sessions where org_id = ?", String.class, org);
    }

    private static Api.Reply put(Api api, String path, String body) {
        return api.call("PUT", path, "application/json", body);
    }
}
