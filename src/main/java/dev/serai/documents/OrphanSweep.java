package dev.serai.documents;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deletes what uploads left behind when they failed between store and database. */
public final class OrphanSweep {
    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final int BATCH = 500;

    private final ObjectStore store;
    private final JdbcTemplate jdbc;
    private final String findSql;
    private final Clock clock;

    OrphanSweep(ObjectStore store, JdbcTemplate jdbc, String findSql, Clock clock) {
        this.store = store;
        this.jdbc = jdbc;
        this.findSql = findSql;
        this.clock = clock;
    }

    /** One pass over the whole store. An object goes only after Postgres has said that no document refers to it. */
    public void sweep() {
        sweepBefore(clock.instant().minus(GRACE));
    }

    int sweepBefore(Instant moment) {
        List<String> batch = new ArrayList<>();
        int[] gone = {0};
        store.eachBefore(moment, "orgs/", key -> {
            batch.add(key);
            if (batch.size() == BATCH) {
                gone[0] += discardUnused(batch);
                batch.clear();
            }
        });
        gone[0] += discardUnused(batch);
        log.atInfo().addKeyValue("deleted", gone[0]).log("file store swept for orphans");
        return gone[0];
    }

    private int discardUnused(List<String> keys) {
        Set<String> unused = new HashSet<>(keys);
        Object names = keys.toArray(String[]::new);
        jdbc.queryForList(findSql, String.class, names).forEach(unused::remove);
        unused.forEach(store::discard);
        return unused.size();
    }
}
