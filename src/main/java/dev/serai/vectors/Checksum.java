package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC32C of a range. */
final class Checksum {
    private static final long STEP = 1 << 30;

    private Checksum() {}

    static int of(MemorySegment segment, long from, long to) {
        CRC32C crc = new CRC32C();
        for (long at = from; at < to; at += STEP) {
            crc.update(segment.asSlice(at, Math.min(STEP, to - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }
}
