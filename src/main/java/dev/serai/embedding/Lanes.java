package dev.serai.embedding;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers for bulk texts and one more for queries, so that a query waits for other queries only: while it is embedded,
 * all of them share the processors. In a lane, first come is first served.
 */
final class Lanes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int QUERIES_WAITING = 256;

    enum Lane {
        QUERY,
        BULK
    }

    private final ThreadPoolExecutor queries;
    private final ThreadPoolExecutor bulk;

    /** @param count bulk texts at the same time */
    Lanes(int count) {
        queries = workers("embedding-query", 1, new LinkedBlockingQueue<>(QUERIES_WAITING));
        // Not bounded here: its callers wait for their texts, a batch each.
        bulk = workers("embedding", count, new LinkedBlockingQueue<>());
    }

    private static ThreadPoolExecutor workers(String name, int count, BlockingQueue<Runnable> queue) {
        AtomicInteger number = new AtomicInteger();
        // Platform threads: the work is native and would pin its carrier.
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                queue,
                task -> Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + number.incrementAndGet())
                        .unstarted(task));
    }

    /** @throws RejectedExecutionException after the end, or when too many queries wait */
    <T> FutureTask<T> submit(Lane lane, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        (lane == Lane.QUERY ? queries : bulk).execute(task);
        return task;
    }

    boolean isStopped() {
        return bulk.isShutdown();
    }

    /** @param count bulk texts at the same time, not more than at first */
    void resize(int count) {
        bulk.setCorePoolSize(count);
        bulk.setMaximumPoolSize(count);
    }

    /** Cancels what waits and lets running texts finish. False if a worker did not: its native call cannot be stopped. */
    boolean stop() {
        bulk.shutdownNow().forEach(Lanes::cancel);
        queries.shutdownNow().forEach(Lanes::cancel);
        try {
            return bulk.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    && queries.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void cancel(Runnable waiting) {
        ((FutureTask<?>) waiting).cancel(false);
    }
}
