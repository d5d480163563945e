package dev.serai.vectors;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Does long work on one org after the other, on a thread of its own beside writers and searches. */
final class Upkeep implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Upkeep.class.getName());

    private final Work work;
    private final Thread thread;
    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable String current;
    private boolean over;

    interface Work {
        void on(String org) throws IOException;
    }

    Upkeep(Work work) {
        this.work = work;
        this.thread = Thread.ofPlatform().name("vectors-upkeep").daemon().start(this::run);
    }

    synchronized void ask(String org) {
        if (!waiting.contains(org)) {
            waiting.add(org);
            notifyAll();
        }
    }

    private void run() {
        try {
            for (String org = next(); org != null; org = next()) {
                tidyUp(org);
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    private synchronized @Nullable String next() throws InterruptedException {
        current = null;
        notifyAll();
        while (waiting.isEmpty() && !over) {
            wait();
        }
        current = over ? null : waiting.poll();
        return current;
    }

    /** What failed is asked for again by the next write. */
    private void tidyUp(String org) {
        try {
            work.on(org);
        } catch (IOException | RuntimeException e) {
            if (!isOver()) {
                log.log(System.Logger.Level.WARNING, "an org's vectors were not tidied up; will try again", e);
            }
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** For work that takes long: the store may be closing. */
    static void throwIfOver() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the store is closing");
        }
    }

    /** Waits until nothing is left to do. */
    synchronized void awaitIdle() throws InterruptedException {
        while (!over && (current != null || !waiting.isEmpty())) {
            wait();
        }
    }

    /** Work that is going on is given up. */
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
