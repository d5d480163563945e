package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A file's bytes in memory until their last holder has left. Made with one holder. */
final class Mapped {
    private final Arena arena;
    private final AtomicInteger holders = new AtomicInteger(1);
    final MemorySegment bytes;

    private Mapped(Arena arena, MemorySegment bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    @SuppressWarnings("MustBeClosedChecker")
    static Mapped of(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            return new Mapped(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** False when it is gone. */
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
}
