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
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Server-sent events: one stream a connection, a heartbeat while nothing happens, a cap per user. */
final class EventsEntry implements ServletEntry {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int PER_USER = 5;
    /** Wakes a stream that waits, so that it sees that it is to end. */
    private static final DocumentEvents.Event END = new DocumentEvents.Event("", "", "");

    private static final Pattern EVENT_ID = Pattern.compile("(\\d{1,17})-.*");

    private final DocumentEvents events;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final Set<BlockingQueue<DocumentEvents.Event>> streams = ConcurrentHashMap.newKeySet();
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
            HttpServletRequest request, HttpServletResponse response, Caller caller, Map<String, Object> parameters)
            throws IOException {
        String user = caller.org() + "/" + caller.user();
        enter(user);
        try {
            stream(String.valueOf(caller.org()), (String) parameters.get("Last-Event-ID"), response);
        } finally {
            open.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
        }
    }

    private void enter(String user) {
        if (open.merge(user, 1, Integer::sum) > PER_USER) {
            open.computeIfPresent(user, (name, count) -> count - 1);
            throw Refusal.later(
                    Reason.TOO_MANY_STREAMS,
                    "You have %d event streams open, which is the most".formatted(PER_USER),
                    HEARTBEAT,
                    null);
        }
    }

    private void stream(String org, @Nullable String lastEventId, HttpServletResponse response) throws IOException {
        // A client that does not read fast enough loses the oldest; it can ask again with Last-Event-ID.
        BlockingQueue<DocumentEvents.Event> queue = new ArrayBlockingQueue<>(1_000);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        PrintWriter out = response.getWriter();
        Runnable unsubscribe = events.subscribe(org, e -> offer(queue, e));
        streams.add(queue);
        try {
            catchUp(org, lastEventId, queue);
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

    private void catchUp(String org, @Nullable String lastEventId, BlockingQueue<DocumentEvents.Event> queue) {
        if (lastEventId != null) {
            Matcher id = EVENT_ID.matcher(lastEventId);
            if (id.matches()) {
                events.after(org, Long.parseLong(id.group(1))).forEach(e -> offer(queue, e));
            }
        }
    }

    private static void offer(BlockingQueue<DocumentEvents.Event> queue, DocumentEvents.Event event) {
        while (!queue.offer(event)) {
            queue.poll();
        }
    }

    private static void write(DocumentEvents.@Nullable Event event, PrintWriter out) {
        if (event == null) {
            out.write(": still here\n\n");
        } else if (!END.equals(event)) {
            out.write("id: " + event.id() + "\nevent: document\ndata: " + event.json() + "\n\n");
        }
    }

    /** Ends every stream at once, so that a stop of the hub need not wait for its readers. */
    void close() {
        closing = true;
        streams.forEach(queue -> offer(queue, END));
    }
}
