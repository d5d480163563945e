package dev.serai.documents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells subscribers which documents changed. One query serves all of them; it looks back a little each time, because
 * transactions do not commit in the order of their timestamps, and drops what was already told.
 */
final class DocumentEvents {
    private static final Duration OVERLAP = Duration.ofSeconds(5);
    private static final int REMEMBERED = 20_000;

    private final JdbcTemplate jdbc;
    private final String sql;
    private final Map<Long, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final java.util.concurrent.atomic.AtomicLong ids = new java.util.concurrent.atomic.AtomicLong();
    private final Set<String> told = new HashSet<>();
    private final Deque<String> toldInOrder = new ArrayDeque<>();
    private Instant since = Instant.now();

    DocumentEvents(JdbcTemplate jdbc, String sql) {
        this.jdbc = jdbc;
        this.sql = sql;
    }

    private record Subscription(String org, Consumer<Event> consumer) {}

    /** @param id time of the change in microseconds and the document, for Last-Event-ID */
    record Event(String id, String org, String json) {}

    /** Events of one org until the returned action is run. */
    Runnable subscribe(String org, Consumer<Event> consumer) {
        long id = ids.incrementAndGet();
        subscriptions.put(id, new Subscription(org, consumer));
        return () -> subscriptions.remove(id);
    }

    int subscribers() {
        return subscriptions.size();
    }

    /** Looks once and tells what is new. */
    synchronized void look() {
        if (subscriptions.isEmpty()) {
            since = Instant.now();
            return;
        }
        List<Event> events = read(since.minus(OVERLAP), null);
        since = Instant.now();
        events.stream().filter(e -> remember(e.id() + e.json())).forEach(this::tell);
    }

    /** What changed of an org after a moment in microseconds, oldest first; a stream that was away too long reads the list. */
    List<Event> after(String org, long micros) {
        return read(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), org);
    }

    /** @param org null for all orgs */
    private List<Event> read(Instant from, @Nullable String org) {
        try {
            return jdbc.query(sql, DocumentEvents::event, java.sql.Timestamp.from(from), org);
        } catch (DataAccessException e) {
            return List.of();
        }
    }

    private static Event event(ResultSet row, int number) throws SQLException {
        return new Event(row.getString("id"), row.getString("org_id"), row.getString("event"));
    }

    private boolean remember(String event) {
        if (!told.add(event)) {
            return false;
        }
        toldInOrder.add(event);
        if (toldInOrder.size() > REMEMBERED) {
            told.remove(toldInOrder.remove());
        }
        return true;
    }

    private void tell(Event event) {
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.org().equals(event.org())) {
                subscription.consumer().accept(event);
            }
        }
    }
}
