package dev.serai.live;

import dev.serai.database.SqlFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Revisions in Postgres. The newest one is what every node runs. */
final class RevisionStore {
    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String newest = SqlFile.read("sql/live/revision-newest.sql");
    private final String previous = SqlFile.read("sql/live/revision-before.sql");
    private final String files = SqlFile.read("sql/live/revision-files-read.sql");
    private final String turn = SqlFile.read("sql/live/revision-turn.sql");
    private final String number = SqlFile.read("sql/live/revision-number.sql");
    private final String writeRevision = SqlFile.read("sql/live/revision-write.sql");
    private final String writeContent = SqlFile.read("sql/live/revision-content-write.sql");
    private final String writeFile = SqlFile.read("sql/live/revision-file-write.sql");
    private final String audit = SqlFile.read("sql/live/revision-audit.sql");

    RevisionStore(NamedParameterJdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Where a revision comes from.
     *
     * @param changes JSON
     * @param details for the operators' audit log, JSON
     */
    record Made(RouteRevisions.Origin origin, String changes, String details, String node) {}

    long newestNumber() {
        return Objects.requireNonNull(jdbc.queryForObject(newest, Map.of(), Long.class));
    }

    /** The number of the revision before that one; 0 when there is none. */
    long before(long number) {
        return Objects.requireNonNull(jdbc.queryForObject(previous, Map.of("number", number), Long.class));
    }

    /** As it was written; without files when there is none of that number. */
    Revision read(long wanted) {
        Map<String, String> contents = new HashMap<>();
        Map<String, String> folder = new HashMap<>();
        jdbc.query(files, Map.of("number", wanted), row -> {
            put(contents, row.getString("path"), row.getString("content"));
            put(folder, row.getString("path"), row.getString("folder_hash"));
        });
        return new Revision(wanted, contents, folder);
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /**
     * Makes a revision while no other node makes one. What it is made of is asked for with the newest number in hand;
     * nothing is kept when that throws.
     *
     * @param next is given the newest number and answers what is to be written and started, or null for nothing
     */
    @Nullable
    Revision add(LongFunction<@Nullable Draft> next) {
        return transaction.execute(status -> {
            jdbc.queryForObject(turn, Map.of(), Boolean.class);
            Draft draft = next.apply(newestNumber());
            return draft == null ? null : write(draft);
        });
    }

    /**
     * A revision that is being made.
     *
     * @param start is given the revision before it is committed; throws when it does not start
     */
    record Draft(Map<String, String> files, Map<String, String> folder, Made made, Start start) {}

    interface Start {
        void with(Revision revision);
    }

    private Revision write(Draft draft) {
        long next = Objects.requireNonNull(jdbc.queryForObject(number, Map.of(), Long.class));
        Made made = draft.made();
        jdbc.update(
                writeRevision,
                Map.of(
                        "number", next,
                        "origin", made.origin().kind(),
                        "author", made.origin().author(),
                        "reason", made.origin().reason(),
                        "changes", made.changes(),
                        "node", made.node()));
        Map<String, String> hashes = Hashes.of(draft.files());
        draft.files()
                .forEach((path, content) ->
                        jdbc.update(writeContent, Map.of("hash", hashes.get(path), "content", content)));
        Set<String> paths = new HashSet<>(hashes.keySet());
        paths.addAll(draft.folder().keySet());
        for (String path : paths) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("number", next);
            row.put("path", path);
            row.put("hash", hashes.get(path));
            row.put("folderHash", draft.folder().get(path));
            jdbc.update(writeFile, row);
        }
        jdbc.queryForObject(
                audit, Map.of("author", made.origin().author(), "number", next, "details", made.details()), Long.class);
        Revision revision = new Revision(next, draft.files(), draft.folder());
        draft.start().with(revision);
        return revision;
    }
}
