package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One org: its file and the newest snapshot of it. Writers take turns outside; readers need nobody. */
final class OrgVectors {
    private static final System.Logger log = System.getLogger(OrgVectors.class.getName());

    /** So many records may always lie there; more only when they hold {@link #ROWS_PER_RECORD} rows on average. */
    private static final int RECORDS = 64;

    private static final int ROWS_PER_RECORD = 64;

    /** Clusters are written anew when more than one in so many rows lies behind them. */
    private static final int BEHIND_CLUSTERS = 20;

    /** Centres are found anew when more than one in so many rows has come since: recall falls with what they know. */
    private static final int TRAINED_AGAIN = 5;

    private final OrgFile file;
    private final VectorSettings settings;
    private final Kernel kernel;
    private volatile @Nullable Snapshot current;

    private OrgVectors(OrgFile file, VectorSettings settings, Kernel kernel) {
        this.file = file;
        this.settings = settings;
        this.kernel = kernel;
    }

    static OrgVectors empty(OrgFile file, VectorSettings settings, Kernel kernel) {
        return new OrgVectors(file, settings, kernel);
    }

    static OrgVectors load(OrgFile file, VectorSettings settings, Kernel kernel) throws IOException {
        OrgVectors vectors = new OrgVectors(file, settings, kernel);
        vectors.current = vectors.withClusters(file.load(), file.clusters());
        return vectors;
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
                current = file.loadTrusted(file.path());
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
        swap(before.then(Mapped.of(file.path()), blocks, live, position, before.end + record.byteSize()));
    }

    private void swap(@Nullable Snapshot next) {
        Snapshot before = current;
        current = next;
        if (before != null) {
            before.release();
        }
    }

    boolean needsUpkeep() {
        Snapshot now = current;
        return now != null && (isWasteful(now) || clustersAreDue(now));
    }

    /** Writes the file anew when too much of it is dead or in crumbs, and the clusters when too much lies behind them. */
    void tidyUp(Object turn) throws IOException {
        Snapshot from = acquire();
        if (from == null) {
            return;
        }
        try {
            if (isWasteful(from)) {
                compact(from, turn);
            } else if (clustersAreDue(from)) {
                cluster(from, turn);
            }
        } finally {
            from.release();
        }
    }

    private boolean isWasteful(Snapshot snapshot) {
        long dead = (long) snapshot.rows - snapshot.liveRows;
        return dead * 100 > (long) snapshot.rows * settings.deadPercent()
                || snapshot.blocks.size() > RECORDS + snapshot.rows / ROWS_PER_RECORD;
    }

    private boolean clustersAreDue(Snapshot snapshot) {
        if (snapshot.liveRows < settings.clusteredRows()) {
            return false;
        }
        Clusters clusters = snapshot.clusters;
        return clusters == null || snapshot.rows - clusters.covered > snapshot.rows / BEHIND_CLUSTERS;
    }

    /** Writers go on meanwhile; their records are carried over at the end, in their turn. */
    private void compact(Snapshot from, Object turn) throws IOException {
        file.rewrite(from);
        boolean clustered = from.clusters != null && from.liveRows >= settings.clusteredRows();
        if (clustered) {
            clusterCompacted(from);
        }
        synchronized (turn) {
            Snapshot now = current;
            if (now == null) { // forgotten meanwhile
                Files.deleteIfExists(file.compacted());
                Files.deleteIfExists(file.unfinishedClusters());
                return;
            }
            file.carryOver(now.file, from.end, now.end);
            Snapshot next = file.loadTrusted(file.compacted());
            if (clustered) {
                next = withClusters(next, file.unfinishedClusters());
                OrgFile.replace(file.clusters(), file.unfinishedClusters());
            }
            OrgFile.replace(file.path(), file.compacted());
            swap(next);
        }
    }

    private void clusterCompacted(Snapshot from) throws IOException {
        Clusters before = Objects.requireNonNull(from.clusters);
        Snapshot fresh = file.loadTrusted(file.compacted());
        try {
            int[] known = known(from, before, fresh.rows);
            Clustering.with(before, known, fresh, kernel, settings.dimension(), file.unfinishedClusters());
        } finally {
            fresh.release();
        }
    }

    /** The clusters of a snapshot's living rows, which are numbered anew in their order. */
    private static int[] known(Snapshot from, Clusters clusters, int rows) {
        int[] before = clusters.assignments();
        int[] known = new int[rows];
        int next = 0;
        for (int b = 0; b < from.blocks.size(); b++) {
            Documents documents = from.blocks.get(b).documents();
            BitSet live = from.live.get(b);
            for (int d = live.nextSetBit(0); d >= 0; d = live.nextSetBit(d + 1)) {
                for (int row = documents.first(d); row < documents.first(d + 1); row++) {
                    int old = from.first(b) + row;
                    known[next++] = old < before.length ? before[old] : -1;
                }
            }
        }
        return known;
    }

    private void cluster(Snapshot from, Object turn) throws IOException {
        Clusters before = from.clusters;
        if (before == null || before.trained < from.liveRows / TRAINED_AGAIN * (TRAINED_AGAIN - 1)) {
            Clustering.anew(from, kernel, settings.dimension(), file.unfinishedClusters());
        } else {
            Clustering.with(
                    before, before.assignments(), from, kernel, settings.dimension(), file.unfinishedClusters());
        }
        synchronized (turn) {
            Snapshot now = current;
            if (now == null) {
                Files.deleteIfExists(file.unfinishedClusters());
                return;
            }
            OrgFile.replace(file.clusters(), file.unfinishedClusters());
            swap(now.with(Clusters.open(file.clusters(), settings.dimension(), now)));
        }
    }

    /** Takes over the caller's hold of the snapshot. */
    private Snapshot withClusters(Snapshot bare, Path clusters) throws IOException {
        if (!Files.exists(clusters)) {
            return bare;
        }
        try {
            Snapshot clustered = bare.with(Clusters.open(clusters, settings.dimension(), bare));
            bare.release();
            return clustered;
        } catch (DamagedFileException e) {
            log.log(System.Logger.Level.WARNING, "clusters of an org are of no use and made again", e);
            return bare;
        }
    }

    void force() throws IOException {
        file.force();
    }

    /** Reads every byte against its checksum, and that the file is still there. Damaged clusters are given up. */
    void verify(Object turn) throws IOException {
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
            if (snapshot.clusters != null && !snapshot.clusters.isIntact()) {
                dropClusters(turn);
            }
        } finally {
            snapshot.release();
        }
    }

    private void dropClusters(Object turn) throws IOException {
        synchronized (turn) {
            Snapshot now = current;
            if (now != null) {
                Files.deleteIfExists(file.clusters());
                swap(now.with(null));
            }
        }
    }

    /** Readers that are inside finish; nobody comes in any more. */
    void close() {
        swap(null);
    }

    void delete() throws IOException {
        close();
        OrgFile.delete(file.path());
    }
}
