package dev.serai.faults;

import dev.serai.schedules.DrillRoutes;
import dev.serai.servers.FixedServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Three nodes with one clock and a job that is due every other second; one after the other is killed right at a slot and
 * comes back. The job writes an effect that nothing keeps from being written twice but the transaction that it is in.
 */
final class ScheduleDrill {
    private static final int NODES = 3;
    private static final int EVERY = 2;

    private final int kills;
    private final JdbcTemplate admin;
    private final List<Node> nodes = new ArrayList<>();

    private ScheduleDrill(int kills, JdbcTemplate admin) {
        this.kills = kills;
        this.admin = admin;
    }

    /**
     * What the drill found.
     *
     * @param slots from the first effect to the last
     * @param lost slots between them without an effect
     * @param doubled slots with more than one
     * @param byNodes nodes that had a part in it
     */
    record Outcome(int slots, int lost, int doubled, int byNodes, int kills) {
        boolean isSound() {
            return slots > 10 && lost == 0 && doubled == 0 && byNodes == NODES;
        }
    }

    /** Runs it; {@code work} is emptied. */
    static Outcome run(int kills, Path work) throws Exception {
        Drill.emptied(work);
        try (FixedServers servers = FixedServers.start(work.resolve("servers"))) {
            ScheduleDrill drill = new ScheduleDrill(kills, admin(servers));
            Map<String, String> settings = new HashMap<>(servers.variables());
            settings.putAll(DrillRoutes.settings(work.resolve("routes")));
            settings.put("SERAI_SCHEDULES_JOBS_TICKING_CRON", "*/" + EVERY + " * * * * *");
            settings.put("SERAI_SCHEDULES_JOBS_TICKING_ROUTE", "drill-effect");
            settings.put("SERAI_SCHEDULES_JOBS_TICKING_OWNER", "drill");
            settings.put("SERAI_SCHEDULES_JOBS_TICKING_TIMEOUT", "2s");
            settings.put("SERAI_SCHEDULES_LEASEMARGINSECONDS", "1");
            for (int i = 0; i < NODES; i++) {
                drill.nodes.add(new Node("node-" + i, work, settings));
            }
            try {
                return drill.run();
            } finally {
                for (Node node : drill.nodes) {
                    node.kill();
                }
            }
        }
    }

    private Outcome run() throws Exception {
        nodes.getFirst().start(Map.of());
        admin.execute(DrillRoutes.TABLE);
        admin.execute("grant insert, select on schedule_drill to serai_system");
        for (Node node : nodes.subList(1, NODES)) {
            node.start(Map.of());
        }
        for (int kill = 0; kill < kills; kill++) {
            Node node = nodes.get(kill % NODES);
            parkUntilASlot();
            node.kill();
            node.start(Map.of());
        }
        Instant end = Instant.now();
        while (count("select count(*) from schedule_drill where slot > ?", java.sql.Timestamp.from(end)) < 3
                || count(
                                "select count(*) from schedule_firings where state in ('waiting', 'running') and scheduled_for < ?",
                                java.sql.Timestamp.from(end))
                        > 0) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return compare();
    }

    /** A few milliseconds behind it: the tick is under way. */
    private static void parkUntilASlot() {
        long millis = EVERY * 1000L;
        long left = millis - System.currentTimeMillis() % millis + 30;
        LockSupport.parkNanos(Duration.ofMillis(left).toNanos());
    }

    private Outcome compare() {
        Map<String, Object> ends = admin.queryForMap(
                "select min(slot) as first, max(slot) as last, count(distinct slot) as fired from schedule_drill");
        long first = ((java.sql.Timestamp) Objects.requireNonNull(ends.get("first"))).getTime();
        long last = ((java.sql.Timestamp) Objects.requireNonNull(ends.get("last"))).getTime();
        int slots = (int) ((last - first) / 1000 / EVERY) + 1;
        int fired = ((Number) Objects.requireNonNull(ends.get("fired"))).intValue();
        int doubled =
                count("select count(*) from (select slot from schedule_drill group by slot having count(*) > 1) d");
        int byNodes = count("select count(distinct node) from schedule_firings where job = 'ticking'");
        return new Outcome(slots, slots - fired, doubled, byNodes, kills);
    }

    private int count(String sql, Object... arguments) {
        return Objects.requireNonNull(admin.queryForObject(sql, Integer.class, arguments));
    }

    private static JdbcTemplate admin(FixedServers servers) {
        Map<String, String> all = servers.properties();
        String prefix = "serai.database.admin.";
        return new JdbcTemplate(new DriverManagerDataSource(
                Objects.requireNonNull(all.get(prefix + "url")),
                Objects.requireNonNull(all.get(prefix + "username")),
                Objects.requireNonNull(all.get(prefix + "password"))));
    }
}
