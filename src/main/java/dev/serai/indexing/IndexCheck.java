package dev.serai.indexing;

import dev.serai.database.SqlFile;
import dev.serai.search.SearchIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares this node's index with Postgres document by document, and mends what differs. */
public final class IndexCheck {
    private static final String EXTRA = "extra:";

    private final LiveIndex index;
    private final IndexTail tail;
    private final JdbcTemplate jdbc;
    private final String expectedSql;
    private final String knownSql;

    IndexCheck(LiveIndex index, IndexTail tail, JdbcTemplate jdbc) {
        this.index = index;
        this.tail = tail;
        this.jdbc = jdbc;
        this.expectedSql = SqlFile.read("sql/search/index-expected-read.sql");
        this.knownSql = SqlFile.read("sql/search/index-known-read.sql");
    }

    /** A document that the index held wrongly; by now it holds what Postgres says. */
    public record Mended(@Nullable String org, String documentId, String detail) {}

    /**
     * What one page came to.
     *
     * @param next where the next page begins; null at the end
     */
    public record Page(@Nullable String next, int examined, List<Mended> mended) {}

    private record Expected(String org, String documentId, long position, int version, int chunks) {}

    /** First what Postgres has, then what only the index has. An index that is being rebuilt is left alone. */
    public Page page(@Nullable String cursor, int limit) {
        if (index.rebuilding()) {
            return new Page(null, 0, List.of());
        }
        return cursor != null && cursor.startsWith(EXTRA)
                ? extra(cursor.substring(EXTRA.length()), limit)
                : expected(cursor, limit);
    }

    private Page expected(@Nullable String cursor, int limit) {
        UUID after = cursor == null ? new UUID(0, 0) : UUID.fromString(cursor);
        List<Expected> rows = jdbc.query(
                expectedSql,
                (row, n) ->
                        new Expected(row.getString(1), row.getString(2), row.getLong(3), row.getInt(4), row.getInt(5)),
                after,
                limit);
        List<Mended> mended = new ArrayList<>();
        for (Expected row : rows) {
            // What the tail has yet to apply is no difference.
            if (row.position() <= index.position(row.org())) {
                compare(row, mended);
            }
        }
        String next = rows.size() < limit ? EXTRA : rows.getLast().documentId();
        return new Page(next, rows.size(), mended);
    }

    private void compare(Expected row, List<Mended> mended) {
        SearchIndex.Held held = index.held(row.documentId());
        boolean same = held.chunks() == row.chunks() && (row.chunks() == 0 || held.version() == row.version());
        if (!same) {
            tail.mend(row.org(), row.documentId());
            mended.add(new Mended(
                    row.org(),
                    row.documentId(),
                    "the index held %d chunks of version %d; Postgres has %d of version %d"
                            .formatted(held.chunks(), held.version(), row.chunks(), row.version())));
        }
    }

    private Page extra(String after, int limit) {
        List<String> held = index.documents(after, limit);
        Object ids = held.stream().map(UUID::fromString).toArray(UUID[]::new);
        Set<String> unknown = new HashSet<>(held);
        unknown.removeAll(jdbc.queryForList(knownSql, String.class, ids));
        List<Mended> mended = new ArrayList<>();
        for (String id : unknown) {
            if (index.held(id).chunks() > 0) {
                tail.mend("", id);
                mended.add(new Mended(null, id, "the index held a document that Postgres does not know"));
            }
        }
        return new Page(held.size() < limit ? null : EXTRA + held.getLast(), held.size(), mended);
    }
}
