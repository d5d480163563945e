package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Which wake-ups go to Kafka next. Each test works in a transaction that nobody else ever sees. */
class AdmissionTest {
    /** Two consumers, two wake-ups ahead of each. */
    private static final int SLOW_WINDOW = 4;

    private static final Map<String, Integer> AHEAD = Map.of("ahead", 2);

    private final JdbcTemplate jdbc = TestHub.shared().system();
    private final DataSourceTransactionManager transactions =
            new DataSourceTransactionManager(Objects.requireNonNull(jdbc.getDataSource()));
    private final TransactionStatus transaction = begin();
    private final String flood = "flood-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();

    private TransactionStatus begin() {
        TransactionStatus begun = transactions.getTransaction(new DefaultTransactionDefinition());
        Sql.rows(jdbc, "relay-settings", Map.of());
        // What other tests left behind is of no concern here.
        jdbc.update("delete from job_stages where ended_at > clock_timestamp() - interval '1 minute'");
        jdbc.update("update jobs set state = 'held' where state in ('waiting', 'active')");
        jdbc.update("delete from outbox");
        jdbc.update("delete from nodes");
        return begun;
    }

    @AfterEach
    void forget() {
        transactions.rollback(transaction);
    }

    @Test
    void anotherOrgsFileGoesBeforeTheNextOfTheFlood() {
        worker();
        jobs(flood, "chunk", 1_000, 0);
        List<String> first = admitted();
        assertThat(first).hasSize(3).containsOnly(flood); // a quarter of the window stays free

        jobs(other, "chunk", 1, 0);

        assertThat(admitted()).containsExactly(other);
        assertThat(admitted()).isEmpty();
    }

    @Test
    void ofTwoFloodsNeitherStarves() {
        worker();
        jobs("a-" + flood, "chunk", 500, 0);
        jobs("z-" + other, "chunk", 500, 0);

        Map<String, Long> share = Stream.generate(() -> {
                    List<String> orgs = admitted();
                    claimAll();
                    finishAll();
                    return orgs;
                })
                .limit(10)
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(share).hasSize(2);
        assertThat(share.get("a-" + flood)).isEqualTo(share.get("z-" + other));
    }

    @Test
    void oneStagesBacklogLeavesTheOthersTheirRoom() {
        worker();
        jobs(flood, "embed", 1_000, 0);
        admitted();
        jobs(flood, "store", 1, 0);
        jobs(flood, "chunk", 1, 0);
        jobs(flood, "index", 1, 0);

        assertThat(admittedTopics())
                .containsExactlyInAnyOrder("serai.documents.store", "serai.documents.chunk", "serai.documents.index");
    }

    @Test
    void aHigherPriorityGoesFirstWithinItsOrg() {
        worker();
        jobs(flood, "chunk", 100, 0);
        jobs(flood, "chunk", 2, 5);

        admitted();

        assertThat(jdbc.queryForList(
                        "select priority from jobs where org_id = ? and admitted_at is not null", Integer.class, flood))
                .contains(5, 5);
    }

    @Test
    void aFastStageGetsHalfASecondsWork() {
        worker();
        jobs(other, "store", 1, 0);
        jdbc.update(
                "insert into job_stages (job_id, org_id, stage, attempt, outcome, queued_at, started_at)"
                        + " select id, org_id, 'chunk', 1, 'done', clock_timestamp(), clock_timestamp()"
                        + " from jobs, generate_series(1, 400) where org_id = ?",
                other);
        jobs(flood, "chunk", 1_000, 0);

        assertThat(admitted()).filteredOn(flood::equals).hasSize(150); // three quarters of 200
    }

    @Test
    void moreWorkersWidenTheWindowAndPausedOnesDoNot() {
        worker();
        worker();
        String paused = worker();
        jdbc.update("insert into pauses (target, kind, paused_by) values (?, 'node', 'test')", paused);
        jobs(flood, "chunk", 100, 0);

        assertThat(admitted()).hasSize(2 * SLOW_WINDOW * 3 / 4);
    }

    @Test
    void aPausedStageIsNotWokenAndOthersAre() {
        worker();
        jdbc.update("insert into pauses (target, kind, paused_by) values ('documents-chunk', 'stage', 'test')");
        jobs(flood, "chunk", 10, 0);
        jobs(flood, "embed", 1, 0);

        assertThat(admittedTopics()).containsExactly("serai.documents.embed");
    }

    /** A relay that dies between Kafka and its commit leaves them: the job goes on while its wake-up stays. */
    @Test
    void aWakeUpLeftOverFromAnEarlierStageTakesNobodysPlace() {
        worker();
        jdbc.update("insert into pauses (target, kind, paused_by) values ('documents-chunk', 'stage', 'test')");
        jobs(flood, "store", 1, 0);
        jdbc.update("update jobs set stage = 'chunk', queued_at = clock_timestamp() where org_id = ?", flood);
        assertThat(admittedTopics()).containsExactly("serai.documents.store");
        jdbc.update("delete from pauses");

        assertThat(inKafka(flood)).isZero();
        assertThat(admittedTopics()).containsExactly("serai.documents.chunk");
        assertThat(inKafka(flood)).isEqualTo(1);
    }

    @Test
    void aWakeUpThatNobodyClaimedGivesItsPlaceBackWhateverElseTheOutboxHolds() {
        worker();
        jobs(flood, "chunk", 3, 0);
        jdbc.update(
                "update jobs set admitted_at = clock_timestamp() - interval '1 minute',"
                        + " next_attempt_at = clock_timestamp() - interval '1 minute' where org_id = ?",
                flood);

        Sql.update(jdbc, "lease-expire", Map.of("lostSeconds", 30));

        assertThat(inKafka(flood)).isZero();
        assertThat(admitted()).contains(flood);
    }

    @Test
    void aJobTakenOverFromASilentWorkerGoesBeforeItsOrgsBacklog() {
        worker();
        jobs(flood, "chunk", 1, 0);
        admitted();
        claimAll();
        jdbc.update("update jobs set lease_until = clock_timestamp() - interval '1 second' where org_id = ?", flood);
        jobs(flood, "chunk", 1_000, 9);

        Sql.update(jdbc, "lease-expire", Map.of("lostSeconds", 30));

        admitted();
        assertThat(jdbc.queryForList(
                        "select priority from jobs where org_id = ? and admitted_at is not null", Integer.class, flood))
                .contains(0);
    }

    private int inKafka(String org) {
        return jdbc.queryForList("select 1 from jobs where org_id = ? and admitted_at is not null", org)
                .size();
    }

    @Test
    void aRetryIsAdmittedWhenItsMomentHasCome() {
        worker();
        jobs(flood, "chunk", 1, 0);
        jdbc.update("update outbox set due = false, available_at = clock_timestamp() + interval '1 hour'");
        assertThat(admitted()).isEmpty();

        jdbc.update("update outbox set available_at = clock_timestamp() - interval '1 second'");

        assertThat(admitted()).isEmpty(); // found to be due
        assertThat(admitted()).containsExactly(flood);
    }

    /** Ten thousand waiting files of one org are not read to find the few that go next. */
    @Test
    void theCostDoesNotGrowWithTheBacklog() {
        worker();
        jobs(flood, "chunk", 100, 0);
        jobs(other, "chunk", 1, 0);
        String few = plan();
        jobs(flood, "chunk", 10_000, 0);
        String many = plan();

        assertThat(rowsRead(few)).isPositive();
        assertThat(rowsRead(many)).as(many).isLessThan(rowsRead(few) + 100);
    }

    /** Nor when the waiting lie mixed on disk, where the database might prefer to read and sort them all. */
    @Test
    void theCostDoesNotGrowWithABacklogOfMixedStages() {
        worker();
        for (int i = 0; i < 8; i++) {
            jobs(flood, List.of("store", "chunk", "embed", "index").get(i % 4), 1_000, 0);
        }
        String plan = plan();

        assertThat(rowsRead(plan)).as(plan).isBetween(1L, 500L);
    }

    /** By the statistics of this moment, not by those of whenever the database last came round to it. */
    private String plan() {
        jdbc.execute("analyze outbox");
        jdbc.execute("analyze jobs");
        String plan = String.join(
                "\n",
                jdbc.queryForList(
                        "explain (analyze, costs off) "
                                + Sql.text("outbox-admit").replace(":ahead", "2"),
                        String.class));
        jdbc.update("update jobs set admitted_at = null where state = 'waiting'");
        return plan;
    }

    /** Of the outbox, by all scans of the plan together. */
    private static long rowsRead(String plan) {
        return Pattern.compile("Scan [^\n]* on outbox[^\n]*rows=([\\d.]+) loops=(\\d+)")
                .matcher(plan)
                .results()
                .mapToLong(r -> (long) (Double.parseDouble(r.group(1)) * Long.parseLong(r.group(2))))
                .sum();
    }

    private String worker() {
        String name = "worker-" + UUID.randomUUID();
        jdbc.update(
                "insert into nodes (name, roles, consumers, running, route_revision, started_at)"
                        + " values (?, '{worker}', '{\"store\":1,\"chunk\":2,\"embed\":2,\"index\":1}', '{}', 'x', now())",
                name);
        return name;
    }

    private void jobs(String org, String stage, int count, int priority) {
        jdbc.update(
                "with d as (insert into documents (id, org_id, file_name, media_type, size_bytes, sha256, storage_key,"
                        + " status, copy, created_by) select gen_random_uuid(), ?, 'f', 'text/plain', 1, repeat('0', 64),"
                        + " gen_random_uuid()::text, 'uploaded', true, 'test' from generate_series(1, ?) returning *)"
                        + " insert into jobs (id, org_id, document_id, version, kind, stage, state, priority)"
                        + " select gen_random_uuid(), org_id, id, 1, 'ingest', ?, 'waiting', ? from d",
                org,
                count,
                stage,
                priority);
    }

    private List<String> admitted() {
        return admit().stream()
                .map(row -> String.valueOf(row.get("key")).replaceAll(":.*", ""))
                .toList();
    }

    private List<String> admittedTopics() {
        return admit().stream().map(row -> String.valueOf(row.get("topic"))).toList();
    }

    private List<Map<String, Object>> admit() {
        List<Map<String, Object>> rows = Sql.rows(jdbc, "outbox-admit", AHEAD);
        rows.forEach(row -> jdbc.update("delete from outbox where id = ?", row.get("id")));
        return rows;
    }

    private void claimAll() {
        jdbc.update("update jobs set state = 'active' where state = 'waiting' and admitted_at is not null");
    }

    private void finishAll() {
        jdbc.update("update jobs set state = 'completed' where state = 'active'");
        jdbc.update("delete from job_stages where ended_at > clock_timestamp() - interval '1 minute'");
    }
}
