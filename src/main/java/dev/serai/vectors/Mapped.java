package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file's bytes in memory until their last holder has left. Made with one holder. */
final class Mapped {
    private final Holds holds;
    final MemorySegment bytes;

    private Mapped(Arena arena, MemorySegment bytes) {
        this.holds = new Holds(arena::close);
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
        return holds.acquire();
    }

    void release() {
        holds.release();
    }
}
