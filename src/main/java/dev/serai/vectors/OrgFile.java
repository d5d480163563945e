package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of one org on disk.
 *
 * @param org its name
 */
record OrgFile(Path path, String org, int dimension) {
    static final String SUFFIX = ".vectors";
    static final String CLUSTERS = ".clusters";
    static final String UNFINISHED = ".new";

    private static final long COPIED = 1 << 30;

    /** A file up to this size is read whole when it is opened; of larger ones only what a search needs first. */
    private static final long READ_WHOLE = 64L << 20;

    /** Rows in one record of a file written anew; bounds the memory that takes. */
    private static final int ROWS_PER_RECORD = 4096;

    /** The org whose file this is. */
    static String owner(Path path, int dimension) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(path)) {
            long bytes = Math.min(Layout.FILE_HEADER, channel.size());
            return Header.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena), dimension, path);
        }
    }

    /**
     * Reads and checks the file; of a large one everything but codes, bits and floats, which {@link OrgVectors#verify}
     * checks. What a crash left unfinished at its end is passed over.
     */
    Snapshot load() throws IOException {
        return load(path, Files.size(path) <= READ_WHOLE);
    }

    /** Reads a file that this process has just written from rows that are checked. */
    Snapshot loadTrusted(Path written) throws IOException {
        return load(written, false);
    }

    private Snapshot load(Path from, boolean whole) throws IOException {
        Mapped mapped = Mapped.of(from);
        try {
            return load(mapped, whole);
        } catch (IOException | RuntimeException e) {
            mapped.release();
            throw e;
        }
    }

    private Snapshot load(Mapped mapped, boolean whole) throws IOException {
        MemorySegment file = mapped.bytes;
        List<Block> blocks = new ArrayList<>();
        List<BitSet> live = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        long position = Commit.UNFINISHED;
        long at = Layout.FILE_HEADER;
        while (!Commit.endsAt(file, at)) {
            Block block = Commit.read(file, at, dimension, whole, path);
            replay(block, blocks, live, places);
            position = Commit.position(file, at);
            at += Commit.length(file, at);
        }
        if (position == Commit.UNFINISHED) {
            throw new DamagedFileException(path, "it was cut off at %d".formatted(file.byteSize()));
        }
        return new Snapshot(mapped, blocks, live, null, position, at);
    }

    private static void replay(Block block, List<Block> blocks, List<BitSet> live, Map<String, Integer> places) {
        for (String id : block.documents().removed()) {
            Integer place = places.remove(id);
            if (place != null) {
                live.get(place).clear(blocks.get(place).documents().find(id));
            }
        }
        block.documents().entries().forEach(entry -> places.put(entry.id(), blocks.size()));
        blocks.add(block);
        live.add(allOf(block.documents()));
    }

    static BitSet allOf(Documents documents) {
        BitSet all = new BitSet(documents.size());
        all.set(0, documents.size());
        return all;
    }

    /** Puts a record behind {@code end}; whatever lies there is the rest of a write that failed. */
    void append(MemorySegment record, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (channel.size() != end) {
                channel.truncate(end);
            }
            write(channel.position(end), record.asByteBuffer());
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    interface Sink {
        void write(MemorySegment record) throws IOException;
    }

    /** Where the file is written anew, beside whatever else happens to it. */
    Path compacted() {
        return path.resolveSibling(path.getFileName() + ".compacted" + UNFINISHED);
    }

    Path clusters() {
        return clusters(path);
    }

    Path unfinishedClusters() {
        return clusters().resolveSibling(clusters().getFileName() + UNFINISHED);
    }

    private static Path clusters(Path path) {
        return path.resolveSibling(path.getFileName().toString().replace(SUFFIX, CLUSTERS));
    }

    static void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(clusters(path));
    }

    static void replace(Path path, Path by) throws IOException {
        Files.move(by, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces the whole file, or leaves it as it is. */
    void replace(Content content) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        write(unfinished, content);
        replace(path, unfinished);
    }

    private void write(Path to, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(Header.bytes(org, dimension)));
            content.writeTo(record -> write(channel, record.asByteBuffer()));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(to);
            throw e;
        }
    }

    /** Writes the living rows of a snapshot, in their order, beside the file. */
    void rewrite(Snapshot from) throws IOException {
        write(compacted(), sink -> {
            List<Snapshot.Place> part = new ArrayList<>();
            int rows = 0;
            for (int b = 0; b < from.blocks.size(); b++) {
                Documents documents = from.blocks.get(b).documents();
                BitSet live = from.live.get(b);
                for (int d = live.nextSetBit(0); d >= 0; d = live.nextSetBit(d + 1)) {
                    if (rows + documents.entry(d).rows() > ROWS_PER_RECORD && rows > 0) {
                        writePart(from, part, Commit.UNFINISHED, sink);
                        part.clear();
                        rows = 0;
                    }
                    part.add(new Snapshot.Place(b, d));
                    rows += documents.entry(d).rows();
                }
            }
            writePart(from, part, from.position, sink);
        });
    }

    /** Puts the records that came meanwhile behind what was written anew. */
    void carryOver(MemorySegment old, long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(compacted(), StandardOpenOption.WRITE)) {
            channel.position(channel.size());
            for (long at = from; at < to; at += COPIED) {
                write(channel, old.asSlice(at, Math.min(COPIED, to - at)).asByteBuffer());
            }
            channel.force(true);
        }
    }

    private void writePart(Snapshot from, List<Snapshot.Place> part, long position, Sink sink) throws IOException {
        List<Documents.Entry> entries = part.stream()
                .map(p -> from.blocks.get(p.block()).documents().entry(p.document()))
                .toList();
        try (Arena arena = Arena.ofConfined()) {
            sink.write(Commit.of(
                    arena,
                    dimension,
                    new Documents(entries, List.of()),
                    position,
                    (record, layout) -> copy(from, part, record, layout)));
        }
    }

    private static void copy(Snapshot from, List<Snapshot.Place> part, MemorySegment record, Layout layout) {
        int at = 0;
        for (Snapshot.Place place : part) {
            Block block = from.blocks.get(place.block());
            int first = block.documents().first(place.document());
            int rows = block.documents().entry(place.document()).rows();
            Encoding.copy(from.file, block.start(), block.layout(), first, record, layout, at, rows);
            at += rows;
        }
    }

    /** Waits until the disk has it. */
    void force() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
