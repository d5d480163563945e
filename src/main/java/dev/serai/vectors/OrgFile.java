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
    static final String UNFINISHED = ".new";

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

    /** Reads and checks the whole file. What a crash left unfinished at its end is passed over. */
    @SuppressWarnings("MustBeClosedChecker")
    Snapshot load() throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return load(arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private Snapshot load(Arena arena) throws IOException {
        MemorySegment file = map(arena);
        List<Block> blocks = new ArrayList<>();
        List<BitSet> live = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        long position = Commit.UNFINISHED;
        long at = Layout.FILE_HEADER;
        while (!Commit.endsAt(file, at)) {
            Block block = Commit.read(file, at, dimension, path);
            replay(block, blocks, live, places);
            position = Commit.position(file, at);
            at += Commit.length(file, at);
        }
        if (position == Commit.UNFINISHED) {
            throw new DamagedFileException(path, "it was cut off at %d".formatted(file.byteSize()));
        }
        return new Snapshot(arena, file, blocks, live, position, at);
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

    private MemorySegment map(Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
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

    @SuppressWarnings("MustBeClosedChecker")
    Snapshot remapped(List<Block> blocks, List<BitSet> live, long position, long end) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new Snapshot(arena, map(arena), blocks, live, position, end);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
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

    /** Replaces the whole file, or leaves it as it is. */
    void replace(Content content) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(Header.bytes(org, dimension)));
            content.writeTo(record -> write(channel, record.asByteBuffer()));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the living rows of a snapshot in their order. */
    void rewrite(Snapshot from) throws IOException {
        replace(sink -> {
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
