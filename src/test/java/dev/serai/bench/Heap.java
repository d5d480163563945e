package dev.serai.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What stays in this JVM's heap when the collector has just run; garbage does not count. */
final class Heap {
    private static final double MB = 1 << 20;

    private Heap() {}

    interface Work {
        void run() throws Exception;
    }

    /** The most megabytes that were live during the work beyond those that were live before it. */
    static double extraMegabytes(Work work) throws Exception {
        live();
        double before = live();
        AtomicBoolean over = new AtomicBoolean();
        double[] peak = {before};
        Thread sampler = Thread.ofPlatform().daemon().name("heap-sampler").start(() -> {
            while (!over.get()) {
                peak[0] = Math.max(peak[0], live());
                pause();
            }
        });
        try {
            work.run();
        } finally {
            over.set(true);
            sampler.join();
        }
        return peak[0] - before;
    }

    static double live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
