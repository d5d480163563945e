package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An org at one moment; never changes. Its mappings go when the store has a newer one and the last reader has left. Rows
 * are numbered through all blocks, in the order of the file.
 */
final class Snapshot {
    private final Holds holds = new Holds(this::end);
    private final Mapped mapped;
    private final int[] firsts;
    final MemorySegment file;
    final List<Block> blocks;
    /** Documents of each block that are neither deleted nor replaced. */
    final List<BitSet> live;
    /** Of the first rows, or null where scanning is cheaper. */
    final @Nullable Clusters clusters;

    final long position;
    /** Bytes of the file that count. */
    final long end;

    final int rows;
    final int liveRows;

    /** Takes over one hold of the mapping and of the clusters. */
    Snapshot(
            Mapped mapped,
            List<Block> blocks,
            List<BitSet> live,
            @Nullable Clusters clusters,
            long position,
            long end) {
        this.mapped = mapped;
        this.file = mapped.bytes;
        this.blocks = List.copyOf(blocks);
        this.live = List.copyOf(live);
        this.clusters = clusters;
        this.position = position;
        this.end = end;
        this.firsts = new int[blocks.size() + 1];
        for (int b = 0; b < blocks.size(); b++) {
            firsts[b + 1] = firsts[b] + blocks.get(b).layout().rows();
        }
        this.rows = firsts[blocks.size()];
        this.liveRows = countLive();
    }

    private int countLive() {
        int count = 0;
        for (int b = 0; b < blocks.size(); b++) {
            count += blocks.get(b).documents().rows(live.get(b));
        }
        return count;
    }

    /** The same moment with other clusters, of which it takes over one hold. */
    Snapshot with(@Nullable Clusters other) {
        if (!mapped.acquire()) {
            throw new IllegalStateException("the snapshot is gone");
        }
        return new Snapshot(mapped, blocks, live, other, position, end);
    }

    /** The moment after a record; takes over one hold of the mapping. */
    Snapshot then(Mapped longer, List<Block> grown, List<BitSet> left, long reached, long length) {
        if (clusters != null && !clusters.acquire()) {
            throw new IllegalStateException("the snapshot is gone");
        }
        return new Snapshot(longer, grown, left, clusters, reached, length);
    }

    /** False when it is gone; the caller looks for a newer one. */
    boolean acquire() {
        return holds.acquire();
    }

    void release() {
        holds.release();
    }

    private void end() {
        mapped.release();
        if (clusters != null) {
            clusters.release();
        }
    }

    /** Number of a block's first row. */
    int first(int block) {
        return firsts[block];
    }

    /** The block that holds a row. */
    int blockOf(int row) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) { // the last block that begins at or before the row: empty ones end where they begin
            int middle = (low + high + 1) >>> 1;
            if (firsts[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first block all of whose rows have this number or a higher one. */
    int firstBlockFrom(int row) {
        int block = blockOf(row);
        return firsts[block] >= row ? block : block + 1;
    }

    boolean isLive(int row) {
        int block = blockOf(row);
        return live.get(block).get(blocks.get(block).documents().ofRow(row - firsts[block]));
    }

    /** Whether every row can be found. */
    boolean isWhole() {
        return liveRows == rows;
    }

    Place find(String documentId) {
        for (int b = blocks.size() - 1; b >= 0; b--) {
            int document = blocks.get(b).documents().find(documentId);
            if (document >= 0 && live.get(b).get(document)) {
                return new Place(b, document);
            }
        }
        return Place.NOWHERE;
    }

    /** @param block -1 when there is none */
    record Place(int block, int document) {
        static final Place NOWHERE = new Place(-1, -1);

        boolean found() {
            return block >= 0;
        }
    }
}
