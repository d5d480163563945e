package dev.serai.access;

import dev.serai.access.DenialStore.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Sessions, users and organizations that ended before their tokens expired, as the issuer's webhooks report them. Asked
 * on every request, so all of them are in memory; a route fetches the news about every second, on each node.
 */
public final class Denials {
    private static final Logger log = LoggerFactory.getLogger(Denials.class);

    /** Everything is read anew so often: what is over is forgotten, and a database that was put back is noticed. */
    private static final Duration COMPLETE = Duration.ofMinutes(5);

    private record Key(Kind kind, String subject) {}

    private final DenialStore store;
    private final Clock clock;
    private volatile @Nullable Map<Key, Instant> known;
    private String position = DenialStore.START;
    private Instant completeAt = Instant.MIN;

    public Denials(DenialStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** For who has no database: nobody is denied. */
    static Denials none(Clock clock) {
        return new Denials(position -> new DenialStore.Changes(position, List.of()), clock);
    }

    /** Fetches the news. */
    public synchronized void refresh() {
        Instant now = clock.instant();
        Map<Key, Instant> current = known;
        boolean complete = current == null || !now.isBefore(completeAt);
        DenialStore.Changes changes = store.since(complete ? DenialStore.START : position);
        Map<Key, Instant> next = complete || current == null ? new ConcurrentHashMap<>() : current;
        changes.denials().forEach(denial -> next.put(new Key(denial.kind(), denial.subject()), denial.until()));
        known = next;
        position = changes.next();
        completeAt = complete ? now.plus(COMPLETE) : completeAt;
    }

    /** Whether its tokens must be refused; a refusal itself while nothing could be read since the start. */
    boolean has(Kind kind, String subject) throws RefusedException {
        Instant until = all().get(new Key(kind, subject));
        return until != null && clock.instant().isBefore(until);
    }

    private Map<Key, Instant> all() throws RefusedException {
        Map<Key, Instant> current = known;
        return current == null ? first() : current;
    }

    /** Requests that come before the first news wait for it: after a restart nobody slips in. */
    private synchronized Map<Key, Instant> first() throws RefusedException {
        try {
            if (known == null) {
                refresh();
            }
            return known == null ? Map.of() : known;
        } catch (DataAccessException e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("Ended sessions cannot be read");
            throw Refusal.DENIALS_UNAVAILABLE.because(
                    "it cannot be checked now whether the session has ended; try again soon");
        }
    }
}
