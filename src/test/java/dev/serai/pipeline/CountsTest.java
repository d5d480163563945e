package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** How much waits and for how long, and what it costs to know. Nobody else ever sees a test's transaction. */
class CountsTest {
    private static final Map<String, Integer> LIMITS = Map.of("mostOfOrg", 10, "maxWaitSeconds", 3600);

    private final JdbcTemplate jdbc = TestHub.shared().system();
    private final DataSourceTransactionManager transactions =
            new DataSourceTransactionManager(Objects.requireNonNull(jdbc.getDataSource()));
    private final TransactionStatus transaction = begin();
    private final String org = "counted-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();

    private TransactionStatus begin() {
        TransactionStatus begun = transactions.getTransaction(new DefaultTransactionDefinition());
        jdbc.update("delete from outbox");
        jdbc.update("update jobs set state = 'failed' where state in ('waiting', 'active', 'held')");
        return begun;
    }

    @AfterEach
    void forget() {
        transactions.rollback(transaction);
    }

    @Test
    void openJobsAreCountedByStateStageAndOrg() {
        jobs(org, "chunk", 10);
        jobs(other, "chunk", 9);
        jobs(other, "embed", 2);
        jdbc.update("update jobs set state = 'held' where org_id = ? and stage = 'embed'", other);

        Map<String, Object> counts = counts();

        assertThat(counts)
                .containsEntry("waiting", 19L)
                .containsEntry("active", 0L)
                .containsEntry("held", 2L)
                .containsEntry("outboxWaiting", 21L)
                .containsEntry("fullOrgs", org);
        assertThat(String.valueOf(counts.get("byStage")).split(",", -1))
                .containsExactlyInAnyOrder("waiting:chunk:19", "held:embed:2");
    }

    @Test
    void theOldestOfAnOrgIsFoundBehindHigherPrioritiesAndYoungerJobs() {
        jobs(org, "chunk", 3);
        age(org, "chunk", "2 hours", 1);
        jdbc.update("update outbox set priority = 5 where job_id in"
                + " (select id from jobs where queued_at > clock_timestamp() - interval '1 hour')");
        jobs(other, "chunk", 3);
        jobs(other, "embed", 1);

        assertThat(counts()).containsEntry("slowOrgs", org);

        age(other, "embed", "3 hours", 1);

        Map<String, Object> counts = counts();
        assertThat(String.valueOf(counts.get("slowOrgs")).split(",", -1)).containsExactlyInAnyOrder(org, other);
        assertThat((Long) counts.get("oldestWaitSeconds")).isBetween(10_800L, 10_900L);
    }

    @Test
    void whatKafkaHoldsWaitsAndARetryWhoseMomentHasNotComeDoesNot() {
        jobs(org, "chunk", 1);
        age(org, "chunk", "2 hours", 1);
        jdbc.update("update jobs set admitted_at = clock_timestamp() where org_id = ?", org);
        jdbc.update("delete from outbox");
        jobs(other, "chunk", 1);
        age(other, "chunk", "2 hours", 1);
        jdbc.update(
                "update jobs set next_attempt_at = clock_timestamp() + interval '1 minute' where org_id = ?", other);

        assertThat(counts()).containsEntry("slowOrgs", org);
    }

    @Test
    void whatIsReadEverySecondDoesNotGrowWithWhatWaits() {
        jobs(org, "chunk", 100);
        jdbc.execute("analyze jobs");
        jdbc.execute("analyze outbox");
        long few = pagesRead(plan());
        jobs(org, "chunk", 5_000);

        String plan = plan();
        assertThat(pagesRead(plan)).as(plan).isLessThan(few + 100);
    }

    private Map<String, Object> counts() {
        return Sql.rows(jdbc, "counts", LIMITS).getFirst();
    }

    private String plan() {
        return String.join(
                "\n",
                jdbc.queryForList(
                        "explain (analyze, buffers) " + Sql.text("figures").replace(":stuckSeconds", "600"),
                        String.class));
    }

    private static long pagesRead(String plan) {
        return Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?")
                .matcher(plan)
                .results()
                .mapToLong(r -> Long.parseLong(r.group(1)) + (r.group(2) == null ? 0 : Long.parseLong(r.group(2))))
                .findFirst() // of the whole statement
                .orElseThrow();
    }

    private void age(String owner, String stage, String by, int count) {
        jdbc.update(
                "update jobs set queued_at = queued_at - ?::interval where id in"
                        + " (select id from jobs where org_id = ? and stage = ? order by created_at limit ?)",
                by,
                owner,
                stage,
                count);
        jdbc.update("delete from outbox where id not in (select min(id) from outbox group by job_id)");
    }

    private void jobs(String owner, String stage, int count) {
        jdbc.update(
                "with d as (insert into documents (id, org_id, file_name, media_type, size_bytes, sha256, storage_key,"
                        + " status, copy, created_by) select gen_random_uuid(), ?, 'f', 'text/plain', 1, repeat('0', 64),"
                        + " gen_random_uuid()::text, 'uploaded', true, 'test' from generate_series(1, ?) returning *)"
                        + " insert into jobs (id, org_id, document_id, version, kind, stage, state)"
                        + " select gen_random_uuid(), org_id, id, 1, 'ingest', ?, 'waiting' from d",
                owner,
                count,
                stage);
    }
}
