package dev.serai.faults;

import dev.serai.Api;
import dev.serai.faults.Ledger.End;
import dev.serai.faults.Ledger.Entry;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Callers that upload one unique line each time, to whichever node answers, as far as the drill lets them. */
final class Clients implements AutoCloseable {
    private static final int THREADS = 6;
    private static final int ORGS = 5;
    private static final int BACKLOG = 300;

    private final Ledger ledger;
    private final List<Node> nodes;
    private final long seed;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile int allowed;
    private volatile long backlog;
    private volatile boolean over;

    Clients(Ledger ledger, List<Node> nodes, Rows rows, long seed) {
        this.ledger = ledger;
        this.nodes = nodes;
        this.seed = seed;
        for (int i = 0; i < THREADS; i++) {
            int turn = i;
            Thread.ofPlatform().daemon().name("client-" + i).start(() -> run(turn));
        }
        Thread.ofPlatform().daemon().name("backlog").start(() -> watch(rows));
    }

    private void watch(Rows rows) {
        while (!over) {
            backlog = rows.open();
            pause(200);
        }
    }

    /** How many documents may have been begun by now. */
    void allow(int documents) {
        allowed = documents;
    }

    long acked() {
        return acked.get();
    }

    int begun() {
        return Math.min(next.get(), allowed);
    }

    boolean idle() {
        return busy.get() == 0 && next.get() >= allowed;
    }

    /** The one word of a document that no other has. */
    static String word(int number, long seed) {
        return "zimmer%dx%d".formatted(number, Math.abs(seed));
    }

    static String line(int number, long seed) {
        return "Line %d of this run tells of %s.".formatted(number, word(number, seed));
    }

    private static String org(int number) {
        return "faults-" + number % ORGS;
    }

    private void run(int turn) {
        while (!over) {
            int number = take();
            if (number < 0) {
                pause(20);
            } else {
                try {
                    ledger.note(upload(number, turn));
                } finally {
                    busy.decrementAndGet();
                }
            }
        }
    }

    /** Nobody begins another document while more than {@link #BACKLOG} wait: a queue of minutes would hide a stall. */
    private int take() {
        busy.incrementAndGet();
        int number = next.get();
        if (number < allowed && backlog < BACKLOG && next.compareAndSet(number, number + 1)) {
            return number;
        }
        busy.decrementAndGet();
        return -1;
    }

    /** Nine of ten callers repeat until they are told that it is there; the tenth gives up after the first answer. */
    private Entry upload(int number, int turn) {
        boolean patient = Math.floorMod(number * 31L + seed, 10) != 0;
        boolean doubtful = false;
        for (int request = 1; ; request++) {
            Answer answer = once(number, nodes.get((turn + request + number) % nodes.size()));
            if (answer.end == End.ACKED) {
                acked.incrementAndGet();
                return new Entry(number, org(number), End.ACKED, answer.documentId, request);
            }
            doubtful |= answer.end == End.UNKNOWN;
            if (over || (answer.sent && !patient)) {
                return new Entry(number, org(number), doubtful ? End.UNKNOWN : End.REFUSED, null, request);
            }
            pause(200);
        }
    }

    /** {@code sent} is false when nobody was there to ask. */
    private record Answer(End end, @Nullable String documentId, boolean sent) {}

    private Answer once(int number, Node node) {
        Api api = node.as(org(number));
        if (api == null) {
            return new Answer(End.REFUSED, null, false);
        }
        try {
            Api.Reply reply =
                    api.upload(Ledger.fileName(number), line(number, seed).getBytes(StandardCharsets.UTF_8));
            if (reply.status() == 202 || reply.status() == 200) {
                return new Answer(End.ACKED, reply.json().path("documentId").asText(), true);
            }
            // The hub itself says that it does not know whether the database took it.
            boolean doubtful = reply.json().path("reason").asText().equals("handoff-failed") || reply.status() == 500;
            return new Answer(doubtful ? End.UNKNOWN : End.REFUSED, null, true);
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException
                    ? new Answer(End.REFUSED, null, false)
                    : new Answer(End.UNKNOWN, null, true);
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() {
        over = true;
    }
}
