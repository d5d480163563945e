package dev.serai.embedding;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fixed number of workers with two queues: a query goes before all bulk work that still waits, so it waits for one
 * bulk text at most. In a lane, first come is first served.
 */
final class Lanes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    enum Lane {
        QUERY,
        BULK
    }

    private final AtomicLong arrivals = new AtomicLong();
    private final ThreadPoolExecutor workers;

    Lanes(int count) {
        AtomicInteger number = new AtomicInteger();
        // Platform threads: the work is native and would pin its carrier.
        workers = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("embedding-" + number.incrementAndGet())
                        .unstarted(task));
    }

    <T> FutureTask<T> submit(Lane lane, Callable<T> work) {
        Queued<T> queued = new Queued<>(lane, arrivals.incrementAndGet(), work);
        workers.execute(queued);
        return queued;
    }

    int workers() {
        return workers.getCorePoolSize();
    }

    /** Cancels what waits and lets running texts finish. False if a worker did not: its native call cannot be stopped. */
    boolean stop() {
        for (Runnable waiting : workers.shutdownNow()) {
            ((FutureTask<?>) waiting).cancel(false);
        }
        try {
            return workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Queued<T> extends FutureTask<T> implements Comparable<Queued<?>> {
        private final Lane lane;
        private final long arrival;

        Queued(Lane lane, long arrival, Callable<T> work) {
            super(work);
            this.lane = lane;
            this.arrival = arrival;
        }

        @Override
        public int compareTo(Queued<?> other) {
            int byLane = lane.compareTo(other.lane);
            return byLane != 0 ? byLane : Long.compare(arrival, other.arrival);
        }
    }
}
