package dev.serai.vectors;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who holds something and ends it when the last one lets go. Made with one hold. */
final class Holds {
    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable end;

    Holds(Runnable end) {
        this.end = end;
    }

    /** False when it has ended. */
    boolean acquire() {
        int now = count.get();
        while (now > 0) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    void release() {
        if (count.decrementAndGet() == 0) {
            end.run();
        }
    }
}
