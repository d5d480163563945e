package dev.serai.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that one thread writes and another reads meanwhile. Closing it deletes it.
 *
 * <p>A reader is promised a length. The last byte is withheld until the writer has ended with exactly that length, so
 * what a reader passes on can never be complete and wrong.
 */
final class GrowingFile extends OutputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Path path;
    private final FileChannel out;
    private long length;
    private boolean ended;
    private boolean abandoned;

    GrowingFile(Path path) throws IOException {
        this.path = path;
        this.out = FileChannel.open(path, StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        changed(() -> length += count);
    }

    /** No byte follows. */
    void end() {
        changed(() -> ended = true);
    }

    /** What is there is worth nothing; readers are told. */
    void abandon() {
        changed(() -> abandoned = true);
    }

    @Override
    public void close() throws IOException {
        abandon();
        out.close();
        Files.deleteIfExists(path);
    }

    private void changed(Runnable change) {
        lock.lock();
        try {
            change.run();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reads from the beginning and waits for what is not there yet; throws when the length turns out wrong. */
    InputStream reader(long promised) throws IOException {
        return new Reader(promised);
    }

    private final class Reader extends InputStream {
        private final FileChannel in = FileChannel.open(path, StandardOpenOption.READ);
        private final long promised;
        private long position;

        Reader(long promised) throws IOException {
            this.promised = promised;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (position == promised) {
                return -1;
            }
            long there = awaitMore();
            int n = in.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, there)), position);
            position += n;
            return n;
        }

        /** How many bytes may be read now, at least one. */
        private long awaitMore() throws IOException {
            lock.lock();
            try {
                while (readable() == position && !ended && !abandoned) {
                    grown.awaitUninterruptibly();
                }
                if (abandoned || length > promised || (ended && length != promised)) {
                    throw new IOException("%d bytes were promised; %d are there".formatted(promised, length));
                }
                return readable() - position;
            } finally {
                lock.unlock();
            }
        }

        private long readable() {
            return ended ? length : Math.min(length, promised - 1);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
