package dev.serai.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends requests over a number of connections: at a steady rate, where each answer's time counts from the moment at which
 * its request was due, or as fast as answers come.
 */
final class Load {
    private final String address;
    private final int connections;
    private final IntFunction<byte[]> request;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private long begun;
    private double seconds;

    /** @param at seconds since the beginning at which it was due */
    private record Answer(double at, double millis) {}

    /** @param request the bytes of the request of a number */
    Load(String address, int connections, IntFunction<byte[]> request) {
        this.address = address;
        this.connections = connections;
        this.request = request;
    }

    /** At {@code rate} a second; late ones are sent as soon as a connection is free and their lateness counts. */
    Load steady(int rate, Duration duration) {
        long begin = System.nanoTime();
        begun = begin;
        int count = (int) (rate * duration.toMillis() / 1000);
        everyConnection(wire -> {
            for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                long due = begin + n * 1_000_000_000L / rate;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(wire, n, due);
            }
        });
        seconds = (System.nanoTime() - begin) / 1e9;
        return this;
    }

    /** As fast as answers come. */
    Load flat(Duration duration) {
        long begin = System.nanoTime();
        begun = begin;
        long end = begin + duration.toNanos();
        everyConnection(wire -> {
            while (System.nanoTime() < end) {
                send(wire, next.getAndIncrement(), System.nanoTime());
            }
        });
        seconds = (System.nanoTime() - begin) / 1e9;
        return this;
    }

    private interface Work {
        void with(HttpWire wire);
    }

    private void everyConnection(Work work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HttpWire wire = new HttpWire(address)) {
                    work.with(wire);
                }
            }));
        }
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(HttpWire wire, int n, long due) {
        int status = wire.send(request.apply(n));
        answers.add(new Answer((due - begun) / 1e9, (System.nanoTime() - due) / 1e6));
        statuses.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    int count(int status) {
        LongAdder count = statuses.get(status);
        return count == null ? 0 : count.intValue();
    }

    Map<Integer, LongAdder> statuses() {
        return statuses;
    }

    double rate() {
        return answers.size() / seconds;
    }

    /** Milliseconds below which this share of the answers came. */
    double percentile(double share) {
        return percentile(share, 0, Double.MAX_VALUE);
    }

    /** Of the requests that were due between these seconds. */
    double percentile(double share, double from, double to) {
        double[] sorted = answers.stream()
                .filter(a -> a.at >= from && a.at < to)
                .mapToDouble(Answer::millis)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))];
    }
}
