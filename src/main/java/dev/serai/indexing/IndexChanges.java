package dev.serai.indexing;

import dev.serai.database.SqlFile;
import dev.serai.search.ChunkEntry;
import dev.serai.search.DocumentUpdate;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what changed from Postgres, by the system login. */
final class IndexChanges {
    private static final int BATCH = 200;

    private final JdbcTemplate jdbc;
    private final String model;
    private final String positionsSql = SqlFile.read("sql/search/index-positions-read.sql");
    private final String positionSql = SqlFile.read("sql/search/index-position-read.sql");
    private final String changesSql = SqlFile.read("sql/search/index-changes-read.sql");
    private final String chunksSql = SqlFile.read("sql/search/index-chunks-read.sql");
    private final String prunedSql = SqlFile.read("sql/search/index-pruned-read.sql");
    private final String newestSql = SqlFile.read("sql/search/index-newest-read.sql");

    /** @param model whose vectors the index holds */
    IndexChanges(JdbcTemplate jdbc, String model) {
        this.jdbc = jdbc;
        this.model = model;
    }

    /** A run of changes of one org, reduced to the last one of each document. */
    record Batch(long position, Collection<DocumentUpdate> updates) {}

    private record Change(long position, UUID documentId, int version, String kind) {}

    /** How far each org's changes go. Positions appear in commit order, so none can turn up behind one already seen. */
    Map<String, Long> positions() {
        Map<String, Long> positions = new LinkedHashMap<>();
        jdbc.query(positionsSql, row -> {
            positions.put(row.getString(1), row.getLong(2));
        });
        return positions;
    }

    /** How far one org's changes go. */
    long position(String org) {
        return jdbc.queryForList(positionSql, Long.class, org).stream()
                .findFirst()
                .orElse(0L);
    }

    /** Up to where an org's deletions may be missing. */
    long pruned(String org) {
        return jdbc.queryForList(prunedSql, Long.class, org).stream()
                .findFirst()
                .orElse(0L);
    }

    /** What the index should hold of a document now. */
    DocumentUpdate newest(String documentId) {
        return jdbc.query(newestSql, IndexChanges::change, UUID.fromString(documentId)).stream()
                .findFirst()
                .map(this::update)
                .orElseGet(() -> new DocumentUpdate.Delete(documentId));
    }

    /**
     * The changes behind a position. The last positions of an org may have no change any more, so the last batch leads
     * up to {@code wanted}, where the org stood before this was asked.
     */
    Batch after(String org, long position, long wanted) {
        List<Change> changes = jdbc.query(changesSql, IndexChanges::change, org, position, BATCH);
        Map<UUID, DocumentUpdate> last = new LinkedHashMap<>();
        Map<UUID, Change> newest = new LinkedHashMap<>();
        changes.forEach(c -> newest.put(c.documentId(), c));
        newest.forEach((id, change) -> last.put(id, update(change)));
        long read = changes.isEmpty() ? position : changes.getLast().position();
        return new Batch(changes.size() < BATCH ? Math.max(read, wanted) : read, last.values());
    }

    private static Change change(ResultSet row, int number) throws SQLException {
        return new Change(row.getLong(1), row.getObject(2, UUID.class), row.getInt(3), row.getString(4));
    }

    /** A version that is gone by now yields no chunks: a later change says what became of the document. */
    private DocumentUpdate update(Change change) {
        String id = change.documentId().toString();
        if (change.kind().equals("delete")) {
            return new DocumentUpdate.Delete(id);
        }
        String[] type = {""};
        List<ChunkEntry> chunks = jdbc.query(
                chunksSql,
                (row, number) -> {
                    type[0] = row.getString("document_type") == null ? "" : row.getString("document_type");
                    return chunk(row);
                },
                model,
                change.documentId(),
                change.version());
        return new DocumentUpdate.Upsert(id, change.version(), type[0], chunks);
    }

    private static ChunkEntry chunk(ResultSet row) throws SQLException {
        String context = row.getString("context") + " " + row.getString("file_name");
        return new ChunkEntry(row.getInt("ordinal"), row.getString("text"), context, floats(row.getArray("embedding")));
    }

    private static float[] floats(Array array) throws SQLException {
        Float[] boxed = (Float[]) array.getArray();
        float[] vector = new float[boxed.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = boxed[i];
        }
        return vector;
    }
}
