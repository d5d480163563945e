package dev.serai.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stored file as a channel that fetches large blocks once, and refuses to fetch a lot. */
final class RangeChannel implements SeekableByteChannel {
    private static final int BLOCK = 128 * 1024;
    /** The table of contents of a real Word file is a few KiB. */
    private static final int MAX_BLOCKS = 32;

    private final Map<Long, byte[]> blocks = new LinkedHashMap<>();
    private final RangeReader object;
    private long position;

    RangeChannel(RangeReader object) {
        this.object = object;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position >= object.size()) {
            return -1;
        }
        byte[] block = block(position / BLOCK);
        int from = (int) (position % BLOCK);
        int length = Math.min(target.remaining(), block.length - from);
        target.put(block, from, length);
        position += length;
        return length;
    }

    private byte[] block(long index) throws IOException {
        byte[] known = blocks.get(index);
        if (known != null) {
            return known;
        }
        if (blocks.size() >= MAX_BLOCKS) {
            throw new IOException("its table of contents is larger than %d bytes".formatted((long) MAX_BLOCKS * BLOCK));
        }
        long offset = index * BLOCK;
        byte[] fetched = object.read(offset, (int) Math.min(BLOCK, object.size() - offset));
        blocks.put(index, fetched);
        return fetched;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        blocks.clear();
    }
}
