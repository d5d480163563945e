package dev.serai.documents;

import dev.serai.access.Caller;
import dev.serai.http.ServletEntry;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Server-sent events: one stream a connection, a heartbeat while nothing happens, a cap per user. */
final class EventsEntry implements ServletEntry {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int PER_USER = 5;
    /** Wakes a stream that waits, so that it sees that it is to end. */
    private static final DocumentEvents.Event END = new DocumentEvents.Event("", "", "");
    /** Makes a stream write something, so that it sees whether its client is still there. */
    private static final DocumentEvents.Event KNOCK = new DocumentEvents.Event("knock", "", "");

    /** The first write to a closed connection succeeds; it is the next that fails. */
    private static final int MOST_KNOCKS = 6;

    private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(50);

    private final DocumentEvents events;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final Map<BlockingQueue<DocumentEvents.Event>, String> streams = new ConcurrentHashMap<>();
    private volatile boolean closing;

    EventsEntry(DocumentEvents events) {
        this.events = events;
    }

    @Override
    public String operationId() {
        return "streamDocumentEvents";
    }

    @Override
    public void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Caller known,
            Map<String, Object> parameters)
            throws IOException {
        Caller caller = Objects.requireNonNull(known, operationId());
        String user = caller.org() + "/" + caller.user();
        enter(user);
        try {
            stream(user, String.valueOf(caller.org()), (String) parameters.get("Last-Event-ID"), response);
        } finally {
            leave(user);
        }
    }

    /** A client that went away is noticed only by writing to it, so a full house is knocked at before it is called full. */
    private void enter(String user) {
        for (int knocks = 0; open.merge(user, 1, Integer::sum) > PER_USER; knocks++) {
            leave(user);
            if (knocks == MOST_KNOCKS) {
                throw Refusal.later(
                        Reason.TOO_MANY_STREAMS,
                        "You have %d event streams open, which is the most".formatted(PER_USER),
                        HEARTBEAT,
                        null);
            }
            knock(user);
        }
    }

    private void leave(String user) {
        open.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    private void knock(String user) {
        streams.forEach((queue, owner) -> {
            if (owner.equals(user)) {
                offer(queue, KNOCK);
            }
        });
        LockSupport.parkNanos(BETWEEN_KNOCKS.toNanos());
    }

    private void stream(String user, String org, @Nullable String lastEventId, HttpServletResponse response)
            throws IOException {
        // A client that does not read fast enough loses the oldest; it can ask again with Last-Event-ID.
        BlockingQueue<DocumentEvents.Event> queue = new ArrayBlockingQueue<>(1_000);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        PrintWriter out = response.getWriter();
        Runnable unsubscribe = events.subscribe(org, e -> offer(queue, e));
        streams.put(queue, user);
        try {
            catchUp(org, lastEventId, out);
            out.write(": open\n\n");
            response.flushBuffer();
            while (!closing) {
                write(queue.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS), out);
                response.flushBuffer();
            }
            out.write(": end\n\n");
            response.flushBuffer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(queue);
            unsubscribe.run();
        }
    }

    /** Written at once: what was missed may be more than the queue holds. */
    private void catchUp(String org, @Nullable String lastEventId, PrintWriter out) {
        if (lastEventId != null) {
            events.after(org, DocumentEvents.Place.of(lastEventId), event -> write(event, out));
        }
    }

    private static void offer(BlockingQueue<DocumentEvents.Event> queue, DocumentEvents.Event event) {
        while (!queue.offer(event)) {
            queue.poll();
        }
    }

    private static void write(DocumentEvents.@Nullable Event event, PrintWriter out) {
        if (event == null || KNOCK.equals(event)) {
            out.write(": still here\n\n");
        } else if (!END.equals(event)) {
            out.write("id: " + event.id() + "\nevent: document\ndata: " + event.json() + "\n\n");
        }
    }

    /** Ends every stream at once, so that a stop of the hub need not wait for its readers. */
    void close() {
        closing = true;
        streams.keySet().forEach(queue -> offer(queue, END));
    }
}
