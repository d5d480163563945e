package dev.serai.http;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts and times a body while it is read, so that neither a long nor a slow one holds the hub. */
final class BoundedBody extends FilterInputStream {
    private final long maxBytes;
    private final Reason tooLarge;
    private final HttpLimits limits;
    private final long startedAt = System.nanoTime();
    private long count;

    BoundedBody(InputStream in, long announced, long maxBytes, Reason tooLarge, HttpLimits limits) {
        super(in);
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
        this.limits = limits;
        requireSize(announced);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        counted(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return counted(in.read(buffer, offset, length));
    }

    private int counted(int n) {
        if (n > 0) {
            count += n;
            requireSize(count);
            requireSpeed();
        }
        return n;
    }

    private void requireSize(long bytes) {
        if (bytes > maxBytes) {
            throw Refusal.of(
                    tooLarge,
                    "The body is larger than %d bytes".formatted(maxBytes),
                    "Send at most %d bytes".formatted(maxBytes));
        }
    }

    private void requireSpeed() {
        long millis = (System.nanoTime() - startedAt) / 1_000_000;
        if (millis > limits.slowGrace().toMillis()
                && count * 1000 / millis < limits.slowRate().toBytes()) {
            throw Refusal.of(
                    Reason.TOO_SLOW,
                    "%d bytes arrived in %d ms; at least %d bytes a second are expected"
                            .formatted(count, millis, limits.slowRate().toBytes()),
                    "Send the body again on a faster connection");
        }
    }
}
