package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One org: its file and the newest snapshot of it. Writers take turns outside; readers need nobody. */
final class OrgVectors {
    private static final System.Logger log = System.getLogger(OrgVectors.class.getName());

    /** So many records may always lie there; more only when they hold {@link #ROWS_PER_RECORD} rows on average. */
    private static final int RECORDS = 64;

    private static final int ROWS_PER_RECORD = 64;

    private final OrgFile file;
    private final VectorSettings settings;
    private volatile @Nullable Snapshot current;

    OrgVectors(OrgFile file, VectorSettings settings, @Nullable Snapshot current) {
        this.file = file;
        this.settings = settings;
        this.current = current;
    }

    /** To be released; null when the org has been forgotten. */
    @Nullable
    Snapshot acquire() {
        Snapshot snapshot = current;
        while (snapshot != null && !snapshot.acquire()) {
            snapshot = current;
        }
        return snapshot;
    }

    long position() {
        Snapshot snapshot = current;
        return snapshot == null ? 0 : snapshot.position;
    }

    void apply(Collection<VectorUpdate> updates, long position) throws IOException {
        Map<String, VectorUpdate> last = new LinkedHashMap<>();
        updates.forEach(update -> last.put(update.documentId(), update));
        List<VectorUpdate.Upsert> upserts = last.values().stream()
                .filter(VectorUpdate.Upsert.class::isInstance)
                .map(VectorUpdate.Upsert.class::cast)
                .filter(upsert -> !upsert.rows().isEmpty())
                .toList();
        Snapshot before = current;
        List<String> removed = before == null
                ? List.of()
                : last.keySet().stream().filter(id -> before.find(id).found()).toList();
        Documents documents =
                new Documents(upserts.stream().map(OrgVectors::entry).toList(), removed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = Commit.of(
                    arena, settings.dimension(), documents, position, (to, layout) -> fill(to, layout, upserts));
            if (before == null) {
                file.replace(sink -> sink.write(record));
                current = file.load();
            } else {
                append(before, record, documents, position);
            }
        }
    }

    private static Documents.Entry entry(VectorUpdate.Upsert upsert) {
        return new Documents.Entry(
                upsert.documentId(),
                upsert.version(),
                upsert.type(),
                upsert.rows().size());
    }

    private static void fill(MemorySegment record, Layout layout, List<VectorUpdate.Upsert> upserts) {
        int at = 0;
        for (VectorUpdate.Upsert upsert : upserts) {
            for (VectorRow row : upsert.rows()) {
                Encoding.write(record, layout, at++, row);
            }
        }
    }

    private void append(Snapshot before, MemorySegment record, Documents documents, long position) throws IOException {
        file.append(record, before.end);
        List<Block> blocks = new ArrayList<>(before.blocks);
        List<BitSet> live = new ArrayList<>(before.live);
        for (String id : documents.removed()) {
            Snapshot.Place place = before.find(id);
            BitSet left = (BitSet) live.get(place.block()).clone();
            left.clear(place.document());
            live.set(place.block(), left);
        }
        blocks.add(new Block(before.end, Commit.layout(record, 0, settings.dimension()), documents));
        live.add(OrgFile.allOf(documents));
        swap(file.remapped(blocks, live, position, before.end + record.byteSize()));
    }

    private void swap(@Nullable Snapshot next) {
        Snapshot before = current;
        current = next;
        if (before != null) {
            before.release();
        }
    }

    /** Writes the file anew when too much of it is dead or in crumbs; a failure leaves it as it is. */
    void compact() throws IOException {
        Snapshot from = current;
        if (from == null || !wasteful(from)) {
            return;
        }
        try {
            file.rewrite(from);
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "an org's vectors were not compacted; will try again", e);
            return;
        }
        swap(file.load());
    }

    private boolean wasteful(Snapshot snapshot) {
        long dead = (long) snapshot.rows - snapshot.liveRows;
        return dead * 100 > (long) snapshot.rows * settings.deadPercent()
                || snapshot.blocks.size() > RECORDS + snapshot.rows / ROWS_PER_RECORD;
    }

    void force() throws IOException {
        file.force();
    }

    /** Reads every byte against its checksum, and that the file is still there. */
    void verify() throws IOException {
        Snapshot snapshot = acquire();
        if (snapshot == null) {
            return;
        }
        try {
            if (Files.size(file.path()) < Layout.FILE_HEADER) {
                throw new DamagedFileException(file.path(), "it was cut off");
            }
            Header.read(snapshot.file, settings.dimension(), file.path());
            for (Block block : snapshot.blocks) {
                Commit.check(snapshot.file, block.start(), block.layout(), file.path());
            }
        } finally {
            snapshot.release();
        }
    }

    /** Readers that are inside finish; nobody comes in any more. */
    void close() {
        swap(null);
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file.path());
    }
}
