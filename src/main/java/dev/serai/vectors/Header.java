package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The first 4096 bytes of a file: what it is and whose. */
final class Header {
    private static final long MAGIC = 0x31434556_49415245L;
    private static final int VERSION = 1;
    private static final int NAME = 24;
    private static final int CHECKSUM = Layout.FILE_HEADER - Integer.BYTES;

    private Header() {}

    static byte[] bytes(String org, int dimension) {
        byte[] bytes = new byte[Layout.FILE_HEADER];
        MemorySegment header = MemorySegment.ofArray(bytes);
        byte[] name = org.getBytes(StandardCharsets.UTF_8);
        header.set(Layout.LONG, 0, MAGIC);
        header.set(Layout.INT, 8, VERSION);
        header.set(Layout.INT, 12, dimension);
        header.set(Layout.INT, 16, name.length);
        System.arraycopy(name, 0, bytes, NAME, name.length);
        header.set(Layout.INT, CHECKSUM, checksum(header));
        return bytes;
    }

    /** The org. */
    static String read(MemorySegment file, int dimension, Path path) throws DamagedFileException {
        if (file.byteSize() < Layout.FILE_HEADER) {
            throw new DamagedFileException(path, "%d bytes are too few".formatted(file.byteSize()));
        }
        if (file.get(Layout.INT, CHECKSUM) != checksum(file) || file.get(Layout.LONG, 0) != MAGIC) {
            throw new DamagedFileException(path, "the header does not match its checksum");
        }
        require(path, "format", file.get(Layout.INT, 8), VERSION);
        require(path, "dimension", file.get(Layout.INT, 12), dimension);
        byte[] name = new byte[file.get(Layout.INT, 16)];
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, NAME, name, 0, name.length);
        return new String(name, StandardCharsets.UTF_8);
    }

    private static void require(Path path, String what, int found, int expected) throws DamagedFileException {
        if (found != expected) {
            throw new DamagedFileException(path, "%s %d, expected %d".formatted(what, found, expected));
        }
    }

    private static int checksum(MemorySegment header) {
        return Checksum.of(header, 0, CHECKSUM);
    }
}
