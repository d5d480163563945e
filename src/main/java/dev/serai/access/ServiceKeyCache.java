package dev.serai.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Spares the database a look-up per request; short enough that a revoked key stops within seconds. */
final class ServiceKeyCache {
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    /** Bounds the memory that a storm of invented ids can take. */
    private static final int MOST_ENTRIES = 10_000;

    private record Entry(Instant loadedAt, Optional<ServiceKeyStore.Stored> key) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final ServiceKeyStore store;
    private final Clock clock;

    ServiceKeyCache(ServiceKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Optional<ServiceKeyStore.Stored> find(String id) {
        Entry entry = entries.get(id);
        return entry != null && isFresh(entry) ? entry.key() : load(id);
    }

    void forget(String id) {
        entries.remove(id);
    }

    /** The time is taken before the look-up, so that what a slow one missed is not kept any longer. */
    private Optional<ServiceKeyStore.Stored> load(String id) {
        Entry entry = new Entry(clock.instant(), store.find(id));
        if (entries.size() >= MOST_ENTRIES) {
            entries.clear();
        }
        entries.put(id, entry);
        return entry.key();
    }

    private boolean isFresh(Entry entry) {
        return clock.instant().isBefore(entry.loadedAt().plus(LIFETIME));
    }
}
