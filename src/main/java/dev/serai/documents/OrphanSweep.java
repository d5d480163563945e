package dev.serai.documents;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deletes what uploads left behind when they failed between store and database. */
public final class OrphanSweep {
    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final int BATCH = 500;
    private static final String PREFIX = "orgs/";

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
        int gone = 0;
        String cursor = null;
        do {
            Page page = page(cursor, BATCH, moment);
            gone += page.deleted().size();
            cursor = page.next();
        } while (cursor != null);
        log.atInfo().addKeyValue("deleted", gone).log("file store swept for orphans");
        return gone;
    }

    /**
     * What one page came to.
     *
     * @param next key behind which the next page begins; null at the end
     */
    public record Page(@Nullable String next, int examined, Set<String> deleted) {}

    /** One page of the pass, of objects that were last written before a moment. */
    public Page page(@Nullable String cursor, int limit, Instant before) {
        List<ObjectStore.Stored> objects = store.page(PREFIX, cursor == null ? PREFIX : cursor, limit);
        List<String> old = objects.stream()
                .filter(o -> o.written().isBefore(before))
                .map(ObjectStore.Stored::key)
                .toList();
        String next = objects.isEmpty() ? null : objects.getLast().key();
        return new Page(next, objects.size(), discardUnused(old));
    }

    private Set<String> discardUnused(List<String> keys) {
        Set<String> unused = new HashSet<>(keys);
        Object names = keys.toArray(String[]::new);
        jdbc.queryForList(findSql, String.class, names).forEach(unused::remove);
        unused.forEach(store::discard);
        return unused;
    }
}
