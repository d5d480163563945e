package dev.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What operators did stays written, in order, and a change of it shows. */
class AuditLogTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "audit-" + UUID.randomUUID();
    private final Api operator = hub.as(null, Role.OPERATOR);

    @Test
    void everySuccessIsARowAndARefusalIsNone() {
        DeadRows.insert(hub.system(), org, 1, "00000000000000ba");
        String id = DeadRows.ids(hub, org).getFirst();

        Api.Reply deleted =
                act("{\"type\":\"dlq_delete\",\"deadLetterId\":\"%s\",\"reason\":\"it's a \\\"test\\\"\"}", id);
        Api.Reply again = act("{\"type\":\"dlq_delete\",\"deadLetterId\":\"%s\"}", id);

        assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().path("code").asText()).isEqualTo("SERAI-DLQ-001");
        assertThat(DeadRows.ids(hub, org)).isEmpty();
        JsonNode rows = operator.get("/api/operator/audit?subject=" + id).json().path("items");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).path("seq")).isEqualTo(deleted.json().path("audit"));
        assertThat(rows.get(0).path("actor").asText()).isEqualTo("tester");
        assertThat(rows.get(0).path("action").asText()).isEqualTo("dlq_delete");
        assertThat(rows.get(0).path("details").path("reason").asText()).isEqualTo("it's a \"test\"");
        assertThat(rows.get(0).path("details").path("org").asText()).isEqualTo(org);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlq_purge", "DLQ_REPLAY", "'; drop table jobs; --"})
    void anUnknownTypeIsToldTheKnownOnes(String type) {
        Api.Reply reply = operator.post("/api/operator/actions", "{\"type\":\"%s\"}".formatted(type));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-ACTION-001");
        assertThat(reply.json().path("detail").asText()).contains(type);
        assertThat(reply.json().path("help").asText())
                .contains("dlq_replay", "dlq_delete", "node_pause", "node_resume");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"dlq_replay\"}",
                "{\"type\":\"dlq_delete\",\"deadLetterId\":\"x\"}",
                "{\"type\":\"node_pause\"}",
                "{\"type\":\"dlq_replay\",\"deadLetterId\":\"00000000-0000-4000-8000-000000000000\",\"nodeKey\":\"n\"}",
                "{\"type\":\"dlq_delete\",\"deadLetterId\":\"00000000-0000-4000-8000-000000000000\",\"reason\":\"\\u0000\"}",
                "{\"type\":7}"
            })
    void anActionWithoutItsPartsIsRefused(String body) {
        Api.Reply reply = operator.post("/api/operator/actions", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-001");
    }

    @Test
    void nobodyWritesTheLogButItsFunction() {
        append("test.start", "x");
        for (String bean : List.of("systemDataSource", "appDataSource")) {
            JdbcTemplate login = new JdbcTemplate(hub.hub().context().getBean(bean, DataSource.class));
            for (String sql : List.of(
                    "update operator_audit_log set actor = 'x'",
                    "delete from operator_audit_log",
                    "truncate operator_audit_log",
                    "update operator_audit_head set seq = 0",
                    "insert into operator_audit_log values (0, now(), 'x', 'x', 'x', '{}', '', '')")) {
                assertThatThrownBy(() -> login.execute(sql)).as(sql).hasStackTraceContaining("permission denied");
            }
        }
        assertThatThrownBy(() -> new JdbcTemplate(hub.hub().context().getBean("appDataSource", DataSource.class))
                        .queryForObject("select operator_audit_append('x', 'x', 'x', '{}')", Long.class))
                .hasStackTraceContaining("permission denied");
        for (String sql : List.of(
                "update operator_audit_log set actor = 'x'",
                "delete from operator_audit_log",
                "truncate operator_audit_log",
                "delete from operator_audit_head")) {
            assertThatThrownBy(() -> owner().execute(sql)).as(sql).hasStackTraceContaining("append-only");
        }
    }

    @Test
    void concurrentAppendsFormOneChain() {
        IntStream.range(0, 200).parallel().forEach(i -> append("test.parallel", org));

        assertThat(DeadRows.count(hub, "select count(*) from operator_audit_log where subject = ?", org))
                .isEqualTo(200);
        assertThat(hub.check()).contains(" audit rows").doesNotContain("SERAI-AUDIT-001");
    }

    @Test
    void anAppendThatIsRolledBackLeavesNoGap() {
        assertThatThrownBy(() -> hub.system()
                        .queryForObject("select 1 / (operator_audit_append('x', 'x', 'x', '{}') * 0)", Long.class))
                .hasStackTraceContaining("division by zero");
        append("test.after", org);

        assertThat(hub.check()).doesNotContain("SERAI-AUDIT-001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update operator_audit_log set details = '{\"a\":2}' where seq = %d",
                "update operator_audit_log set actor = 'nobody' where seq = %d",
                "update operator_audit_log set at = at + interval '1 microsecond' where seq = %d",
                "update operator_audit_log set hash = repeat('a', 64) where seq = %d",
                "delete from operator_audit_log where seq = %d"
            })
    void whatTheOwnerOfTheDatabaseChangesShows(String change) {
        long middle = append("test.change", org);
        append("test.change", org);

        String said = afterward(change.formatted(middle), middle);

        assertThat(said).contains("operator_audit_log:", "SERAI-AUDIT-001 row ", "breaks the chain");
        assertThat(said.lines().filter(line -> line.contains("SERAI-AUDIT-001")))
                .singleElement()
                .asString()
                .containsPattern("row (%d|%d) breaks".formatted(middle, middle + 1));
        assertThat(hub.check()).as("put back").doesNotContain("SERAI-AUDIT-001");
    }

    @Test
    void rowsCutOffAtTheEndShow() {
        long last = append("test.end", org);

        assertThat(afterward("delete from operator_audit_log where seq = " + last, last))
                .contains("row %d breaks the chain: rows at the end".formatted(last));
    }

    @Test
    void pagesOfTheLogFollowEachOther() {
        for (int i = 0; i < 5; i++) {
            append("test.page", org);
        }
        JsonNode first =
                operator.get("/api/operator/audit?limit=3&subject=" + org).json();
        JsonNode rest = operator.get("/api/operator/audit?limit=3&subject=%s&after=%s"
                        .formatted(org, first.path("next").asText()))
                .json();

        assertThat(first.path("items")).hasSize(3);
        assertThat(rest.path("items")).hasSize(2);
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(operator.get("/api/operator/audit?action=no_such").json().path("items"))
                .isEmpty();
        assertThat(operator.get("/api/operator/audit?since=2026-02-30T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    private Api.Reply act(String body, String id) {
        return operator.post("/api/operator/actions", body.formatted(id));
    }

    private long append(String action, String subject) {
        Long seq = hub.system()
                .queryForObject(
                        "select operator_audit_append('tester', ?, ?, '{\"a\":1}')", Long.class, action, subject);
        return seq == null ? -1 : seq;
    }

    /** What the check says after a change by somebody who may do everything; the row is put back. */
    private String afterward(String change, long seq) {
        JdbcTemplate owner = owner();
        Map<String, Object> row = owner.queryForMap("select * from operator_audit_log where seq = ?", seq);
        try {
            owner.execute("set session_replication_role = replica; " + change);
            return hub.check();
        } finally {
            owner.execute("set session_replication_role = replica; delete from operator_audit_log where seq = " + seq);
            owner.update(
                    "insert into operator_audit_log values (?, ?, ?, ?, ?, ?, ?, ?)",
                    row.values().toArray());
        }
    }

    private JdbcTemplate owner() {
        return new JdbcTemplate(new DriverManagerDataSource(
                hub.setting("serai.database.admin.url"),
                hub.setting("serai.database.admin.username"),
                hub.setting("serai.database.admin.password")));
    }
}
