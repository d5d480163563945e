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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final int PAGE = 2_000;
    /** Comes after every document. */
    private static final UUID LAST = new UUID(-1, -1);

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

    /** A place in the order of changes, which are told apart by document when they happened in the same microsecond. */
    record Place(Instant at, UUID document) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,17})-(.*)");

        /** Of an event's id; of a strange one, the end of everything. */
        static Place of(String eventId) {
            Matcher form = FORM.matcher(eventId);
            return form.matches()
                    ? new Place(
                            Instant.EPOCH.plus(Long.parseLong(form.group(1)), ChronoUnit.MICROS),
                            document(form.group(2)))
                    : new Place(Instant.now(), LAST);
        }

        private static UUID document(String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                return LAST;
            }
        }
    }

    /** Events of one org until the returned action is run. */
    Runnable subscribe(String org, Consumer<Event> consumer) {
        long id = ids.incrementAndGet();
        subscriptions.put(id, new Subscription(org, consumer));
        return () -> subscriptions.remove(id);
    }

    int subscribers() {
        return subscriptions.size();
    }

    /** Looks once and tells what is new. What a database that is away hides is told by the first look that succeeds. */
    synchronized void look() {
        Instant now = Instant.now();
        if (!subscriptions.isEmpty()) {
            try {
                read(new Place(since.minus(OVERLAP), LAST), null, this::tellOnce);
            } catch (DataAccessException e) {
                return;
            }
        }
        since = now;
    }

    /** Hands over what changed of an org after a place, oldest first, however much it is. */
    void after(String org, Place place, Consumer<Event> consumer) {
        try {
            read(place, org, consumer);
        } catch (DataAccessException e) {
            // The stream goes on with what changes from now on; its client still has the place and can come back.
        }
    }

    /** @param org null for all orgs */
    private void read(Place from, @Nullable String org, Consumer<Event> consumer) {
        Place place = from;
        List<Event> page;
        do {
            page = jdbc.query(
                    sql, DocumentEvents::event, java.sql.Timestamp.from(place.at()), place.document(), org, PAGE);
            page.forEach(consumer);
            place = page.isEmpty() ? place : Place.of(page.getLast().id());
        } while (page.size() == PAGE);
    }

    private void tellOnce(Event event) {
        if (remember(event.id() + event.json())) {
            tell(event);
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
