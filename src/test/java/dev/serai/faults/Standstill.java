package dev.serai.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.springframework.dao.DataAccessException;

/** What to look at when work does not go on: open jobs, wake-ups, nodes, sessions and consumer groups. */
record Standstill(Rows rows, Map<String, String> servers) {
    private static final List<String> QUESTIONS = List.of(
            "select statement_timestamp() as now, stage, state, worker, attempt, org_id, queued_at, admitted_at,"
                    + " next_attempt_at, lease_until, error_code, id from jobs where state in ('waiting', 'active')"
                    + " order by stage, queued_at limit 60",
            "select topic, org_id, due, count(*), min(available_at) from outbox group by 1, 2, 3",
            "select name, consumers, running, seen_at from nodes",
            "select * from pauses",
            "select pid, usename, state, wait_event_type, wait_event, xact_start, state_change, pg_blocking_pids(pid) as"
                    + " blocked_by, left(query, 200) as query from pg_stat_activity where datname is not null"
                    + " and state <> 'idle'");

    String describe(Duration patience) {
        StringBuilder text = new StringBuilder("work did not go on within " + patience);
        for (String question : QUESTIONS) {
            text.append("\n\n").append(question);
            try {
                rows.admin()
                        .queryForList(question)
                        .forEach(row -> text.append("\n  ").append(row));
            } catch (DataAccessException e) {
                text.append("\n  ").append(e.getMessage());
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.get("serai.kafka.brokers")))) {
            for (String stage : Points.stages()) {
                text.append("\n\n").append(group(admin, stage));
            }
        } catch (InterruptedException | ExecutionException e) {
            text.append("\n  ").append(e);
        }
        return text.toString();
    }

    private static String group(Admin admin, String stage) throws InterruptedException, ExecutionException {
        String name = "serai-documents-" + stage;
        StringBuilder text = new StringBuilder();
        text.append(admin.describeConsumerGroups(List.of(name)).all().get().get(name));
        Map<TopicPartition, OffsetSpec> ends = new TreeMap<>((a, b) -> a.partition() - b.partition());
        Map<TopicPartition, Long> lags = new TreeMap<>((a, b) -> a.partition() - b.partition());
        for (int i = 0; i < 12; i++) {
            ends.put(new TopicPartition("serai.documents." + stage, i), OffsetSpec.latest());
        }
        var committed = admin.listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get();
        admin.listOffsets(ends)
                .all()
                .get()
                .forEach((partition, end) -> lags.put(
                        partition,
                        end.offset()
                                - (committed.get(partition) == null
                                        ? 0
                                        : committed.get(partition).offset())));
        return text.append("\n  lag ").append(lags).toString();
    }
}
