package dev.serai.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares what documents say they have stored with what the file store holds. Changes nothing. */
public final class StoreCheck {
    private static final String PREFIX = "orgs/";
    private static final int OBJECTS = 1000;

    private final ObjectStore store;
    private final JdbcTemplate jdbc;
    private final String documentsSql;

    StoreCheck(ObjectStore store, JdbcTemplate jdbc, String documentsSql) {
        this.store = store;
        this.jdbc = jdbc;
        this.documentsSql = documentsSql;
    }

    /**
     * A document whose object is not what was uploaded.
     *
     * @param stored bytes in the store; null when there is no object
     */
    public record Damaged(
            String org,
            String documentId,
            long expected,
            @Nullable Long stored) {}

    /**
     * What one page came to.
     *
     * @param next where the next page begins; null at the end
     */
    public record Page(@Nullable String next, int examined, List<Damaged> damaged) {}

    private record Row(String org, String documentId, String key, long size) {}

    /** Documents by key, beside the listing of the store, which has the same order: one request for many. */
    public Page page(@Nullable String cursor, int limit, double graceSeconds) {
        List<Row> rows = jdbc.query(
                documentsSql,
                (row, n) -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                cursor == null ? "" : cursor,
                graceSeconds,
                limit);
        Map<String, Long> wanted = new HashMap<>();
        rows.forEach(row -> wanted.put(row.key(), row.size()));
        if (!rows.isEmpty()) {
            strike(wanted, cursor == null ? PREFIX : cursor, rows.getLast().key());
        }
        List<Damaged> damaged = new ArrayList<>();
        for (Row row : rows) {
            if (wanted.containsKey(row.key())) {
                ask(row, damaged);
            }
        }
        return new Page(rows.size() < limit ? null : rows.getLast().key(), rows.size(), damaged);
    }

    /** Takes out what the listing shows as it should be. */
    private void strike(Map<String, Long> wanted, String after, String last) {
        String from = after;
        while (!wanted.isEmpty()) {
            List<ObjectStore.Stored> objects = store.page(PREFIX, from, OBJECTS);
            objects.forEach(o -> wanted.remove(o.key(), o.size()));
            if (objects.isEmpty() || objects.getLast().key().compareTo(last) >= 0) {
                return;
            }
            from = objects.getLast().key();
        }
    }

    /** A listing may be late: only the object itself is proof. */
    private void ask(Row row, List<Damaged> damaged) {
        OptionalLong size = store.size(row.key());
        if (size.isEmpty() || size.getAsLong() != row.size()) {
            Long stored = size.isEmpty() ? null : Long.valueOf(size.getAsLong());
            damaged.add(new Damaged(row.org(), row.documentId(), row.size(), stored));
        }
    }
}
