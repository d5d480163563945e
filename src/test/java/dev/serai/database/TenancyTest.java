package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** With an attacker's eyes: another org's token against every operation, another org's setting against every table. */
class TenancyTest {
    private final TestHub hub = TestHub.shared();
    private final String victim = "victim-" + UUID.randomUUID();
    private final String attacker = "attacker-" + UUID.randomUUID();
    private final Api owner = hub.as(victim, Role.ORG_ADMIN);
    private final Api thief = hub.as(attacker, Role.ORG_ADMIN);
    private final DataSource app = hub.hub().context().getBean("appDataSource", DataSource.class);
    private final JdbcTemplate jdbc = new JdbcTemplate(app);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(app));

    @Test
    void anotherOrgsTokenMeetsNothing() {
        String id = owner.ready("secret.txt", "The secret recipe needs saffron and patience.");

        for (String path : List.of("", "/content", "/text", "/chunks")) {
            Api.Reply reply = thief.get("/api/documents/" + id + path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.text()).doesNotContain("secret.txt", "saffron", victim);
        }
        assertThat(thief.delete("/api/documents/" + id).status()).isEqualTo(404);
        assertThat(thief.call("POST", "/api/documents/" + id + "/reprocess", null, "")
                        .status())
                .isEqualTo(404);
        assertThat(thief.post("/api/analysis/regenerate", "{\"documentId\":\"%s\"}".formatted(id))
                        .status())
                .isEqualTo(404);
        assertThat(thief.get("/api/documents").json().path("items")).isEmpty();
        for (String mode : List.of("hybrid", "vector", "keyword")) {
            assertThat(thief.search("{\"query\":\"saffron recipe\",\"mode\":\"%s\"}".formatted(mode)))
                    .isEmpty();
            assertThat(thief.search(
                            "{\"query\":\"saffron\",\"mode\":\"%s\",\"documentIds\":[\"%s\"]}".formatted(mode, id)))
                    .isEmpty();
        }
        assertThat(owner.get("/api/documents/" + id).status()).isEqualTo(200);
    }

    @Test
    void theSameContentInAnotherOrgIsAnotherDocument() {
        String mine = owner.ready("a.txt", "Words that both orgs have.");
        String theirs = thief.ready("a.txt", "Words that both orgs have.");

        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void everyDataTableForcesRowSecurityAndShowsNothingToAnotherOrg() {
        owner.ready("b.txt", "Rows in every table.");

        List<String> tables = jdbc.queryForList("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'flyway_schema_history'
                """, String.class);
        assertThat(tables).contains("documents", "document_chunks", "jobs", "outbox", "dead_letter_jobs");
        for (String table : tables) {
            assertThat(forced(table)).as(table).isTrue();
            assertThat(countAs(attacker, table, victim)).as(table).isZero();
            assertThat(countAs("", table, victim)).as(table + " without an org").isZero();
        }
        assertThat(countAs(victim, "document_chunks", victim)).isPositive();
    }

    @Test
    void aRowOfAnotherOrgCannotBeWritten() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    enter(attacker);
                    jdbc.update(
                            "insert into activity_log (org_id, actor, action, subject) values (?, 'x', 'x', 'x')",
                            victim);
                }))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void theLogOfWhatHappenedCannotBeRewritten() {
        assertThatThrownBy(() -> jdbc.update("delete from activity_log")).hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.update("update activity_log set actor = 'x'"))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void theHubsLoginsCannotBypassRowSecurity() {
        for (String bean : List.of("appDataSource", "systemDataSource")) {
            JdbcTemplate login = new JdbcTemplate(hub.hub().context().getBean(bean, DataSource.class));
            assertThat(login.queryForObject(
                            "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user",
                            Boolean.class))
                    .as(bean)
                    .isFalse();
            assertThatThrownBy(() -> login.execute("alter table documents disable row level security"))
                    .hasStackTraceContaining("must be owner");
            assertThatThrownBy(() -> login.execute("set role postgres")).hasStackTraceContaining("permission denied");
        }
    }

    @Test
    void theOrgEndsWithItsTransaction() {
        transaction.executeWithoutResult(status -> enter(victim));

        assertThat(jdbc.queryForObject("select coalesce(current_setting('serai.org', true), '')", String.class))
                .isEmpty();
    }

    private Boolean forced(String table) {
        return jdbc.queryForObject(
                "select relrowsecurity and relforcerowsecurity from pg_class where oid = ?::regclass",
                Boolean.class,
                table);
    }

    private Long countAs(String org, String table, String wanted) {
        return transaction.execute(status -> {
            enter(org);
            return canRead(table)
                    ? jdbc.queryForObject("select count(*) from " + table + " where org_id = ?", Long.class, wanted)
                    : Long.valueOf(0);
        });
    }

    private boolean canRead(String table) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select has_table_privilege(current_user, ?::regclass, 'select')", Boolean.class, table));
    }

    private void enter(String org) {
        jdbc.queryForObject("select set_config('serai.org', ?, true)", String.class, org);
    }
}
