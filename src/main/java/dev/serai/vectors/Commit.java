package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** One commit as bytes: written whole, believed only when every checksum agrees. */
final class Commit {
    /** Position in all but the last record of a file that was written anew: alone they are no state. */
    static final long UNFINISHED = -1;

    private static final int MAGIC = 0x52434556;
    private static final int HEADER_CHECKSUM = 4;
    private static final int POSITION = 8;
    private static final int LENGTH = 16;
    private static final int ROWS = 24;
    private static final int TABLE_BYTES = 28;
    private static final int TABLE_CHECKSUM = 32;
    private static final int CODES_CHECKSUM = 36;
    private static final int FLOATS_CHECKSUM = 40;

    private Commit() {}

    interface Rows {
        void write(MemorySegment record, Layout layout);
    }

    static MemorySegment of(Arena arena, int dimension, Documents documents, long position, Rows rows) {
        byte[] table = documents.bytes();
        Layout layout = Layout.of(dimension, documents.rows(), table.length);
        MemorySegment record = arena.allocate(layout.length(), Layout.HEADER);
        MemorySegment.copy(table, 0, record, ValueLayout.JAVA_BYTE, Layout.HEADER, table.length);
        rows.write(record, layout);
        record.set(Layout.INT, 0, MAGIC);
        record.set(Layout.LONG, POSITION, position);
        record.set(Layout.LONG, LENGTH, layout.length());
        record.set(Layout.INT, ROWS, layout.rows());
        record.set(Layout.INT, TABLE_BYTES, table.length);
        record.set(Layout.INT, TABLE_CHECKSUM, Checksum.of(record, Layout.HEADER, layout.codes()));
        record.set(Layout.INT, CODES_CHECKSUM, Checksum.of(record, layout.codes(), layout.floats()));
        record.set(Layout.INT, FLOATS_CHECKSUM, Checksum.of(record, layout.floats(), layout.length()));
        record.set(Layout.INT, HEADER_CHECKSUM, Checksum.of(record, POSITION, Layout.HEADER));
        return record;
    }

    /** Whether the file ends here, in order or in the middle of a record that was never finished. */
    static boolean endsAt(MemorySegment file, long at) throws IOException {
        long left = file.byteSize() - at;
        return left < Layout.HEADER || onlyZeros(file, at) || (headerIsWhole(file, at) && length(file, at) > left);
    }

    /** A file system may have made a file longer and then lost what was written. */
    private static boolean onlyZeros(MemorySegment file, long at) {
        if (file.get(Layout.LONG, at) != 0) {
            return false;
        }
        MemorySegment rest = file.asSlice(at);
        return rest.mismatch(rest.asSlice(1)) == rest.byteSize() - 1;
    }

    private static boolean headerIsWhole(MemorySegment file, long at) {
        return file.get(Layout.INT, at) == MAGIC
                && file.get(Layout.INT, at + HEADER_CHECKSUM) == Checksum.of(file, at + POSITION, at + Layout.HEADER);
    }

    static long length(MemorySegment file, long at) {
        return file.get(Layout.LONG, at + LENGTH);
    }

    static long position(MemorySegment file, long at) {
        return file.get(Layout.LONG, at + POSITION);
    }

    /** @param whole whether codes, bits and floats are checked too */
    static Block read(MemorySegment file, long at, int dimension, boolean whole, Path path) throws IOException {
        if (!headerIsWhole(file, at)) {
            throw new DamagedFileException(path, "the record at %d has a damaged header".formatted(at));
        }
        Layout layout = layout(file, at, dimension);
        if (whole) {
            check(file, at, layout, path);
        } else {
            check(file, at, TABLE_CHECKSUM, Layout.HEADER, layout.codes(), path);
        }
        byte[] table = new byte[layout.tableBytes()];
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at + Layout.HEADER, table, 0, table.length);
        return new Block(at, layout, Documents.read(table));
    }

    static Layout layout(MemorySegment file, long at, int dimension) {
        return Layout.of(dimension, file.get(Layout.INT, at + ROWS), file.get(Layout.INT, at + TABLE_BYTES));
    }

    static void check(MemorySegment file, long at, Layout layout, Path path) throws DamagedFileException {
        check(file, at, TABLE_CHECKSUM, Layout.HEADER, layout.codes(), path);
        check(file, at, CODES_CHECKSUM, layout.codes(), layout.floats(), path);
        check(file, at, FLOATS_CHECKSUM, layout.floats(), layout.length(), path);
    }

    private static void check(MemorySegment file, long at, int checksum, long from, long to, Path path)
            throws DamagedFileException {
        if (file.get(Layout.INT, at + checksum) != Checksum.of(file, at + from, at + to)) {
            throw new DamagedFileException(
                    path, "bytes %d to %d do not match their checksum".formatted(at + from, at + to));
        }
    }
}
