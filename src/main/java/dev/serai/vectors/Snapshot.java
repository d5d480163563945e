package dev.serai.vectors;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An org at one moment; never changes. Its mapping goes when the store has a newer one and the last reader has left. */
final class Snapshot {
    private final Arena arena;
    private final AtomicInteger holders = new AtomicInteger(1);
    final MemorySegment file;
    final List<Block> blocks;
    /** Documents of each block that are neither deleted nor replaced. */
    final List<BitSet> live;

    final long position;
    /** Bytes of the file that count. */
    final long end;

    final int rows;
    final int liveRows;

    Snapshot(Arena arena, MemorySegment file, List<Block> blocks, List<BitSet> live, long position, long end) {
        this.arena = arena;
        this.file = file;
        this.blocks = List.copyOf(blocks);
        this.live = List.copyOf(live);
        this.position = position;
        this.end = end;
        this.rows = blocks.stream().mapToInt(b -> b.layout().rows()).sum();
        this.liveRows = countLive();
    }

    private int countLive() {
        int count = 0;
        for (int b = 0; b < blocks.size(); b++) {
            Documents documents = blocks.get(b).documents();
            count += live.get(b).stream().map(d -> documents.entry(d).rows()).sum();
        }
        return count;
    }

    /** False when it is gone; the caller looks for a newer one. */
    boolean acquire() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            arena.close();
        }
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
