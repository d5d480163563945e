package dev.serai.webhooks;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets the work on events give way to the requests that bring them: senders want their answer within milliseconds, the work
 * has minutes. While requests come quickly a worker rests for a multiple of the time that it worked.
 */
final class Pace {
    private static final long SAMPLE_NANOS = Duration.ofMillis(200).toNanos();

    private final LongAdder arrived = new LongAdder();
    private final double busyRate;
    private final int rest;
    private final LongSupplier nanoTime;
    private long sampledAt;
    private long sampled;
    private boolean busy;

    /**
     * @param busyRate requests a second from which on workers rest
     * @param rest how many times as long as they worked
     */
    Pace(double busyRate, int rest, LongSupplier nanoTime) {
        this.busyRate = busyRate;
        this.rest = rest;
        this.nanoTime = nanoTime;
        this.sampledAt = nanoTime.getAsLong();
    }

    /** A request came. */
    void arrival() {
        arrived.increment();
    }

    /** How long a worker must rest that has worked since then. */
    long restNanos(long since) {
        return isBusy() ? (nanoTime.getAsLong() - since) * rest : 0;
    }

    void rest(long since) {
        LockSupport.parkNanos(restNanos(since));
    }

    private synchronized boolean isBusy() {
        long now = nanoTime.getAsLong();
        if (now - sampledAt >= SAMPLE_NANOS) {
            long total = arrived.sum();
            busy = (total - sampled) * 1e9 / (now - sampledAt) >= busyRate;
            sampled = total;
            sampledAt = now;
        }
        return busy;
    }
}
