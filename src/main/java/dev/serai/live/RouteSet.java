package dev.serai.live;

import dev.serai.live.LinkComponent.LinkKey;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Routes that belong together: what an exchange that began on this set finds under each {@code direct:} name until it
 * ends, whatever is applied meanwhile. Counts these exchanges; a retired set takes no new ones.
 */
final class RouteSet {
    static final RouteSet EMPTY = new RouteSet(0, Map.of());

    private static final String PROPERTY = "serai.routeSet";
    private static final long RETIRED = Long.MIN_VALUE;

    private final long revision;
    private final Map<String, LinkKey> links;
    private final AtomicLong exchanges = new AtomicLong();

    RouteSet(long revision, Map<String, LinkKey> links) {
        this.revision = revision;
        this.links = Map.copyOf(links);
    }

    static @Nullable RouteSet of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, RouteSet.class);
    }

    long revision() {
        return revision;
    }

    @Nullable
    LinkKey find(String name) {
        return links.get(name);
    }

    /** The same routes, not retired. */
    RouteSet again() {
        return new RouteSet(revision, links);
    }

    /** False when the set is retired: another has taken its place. */
    boolean enter(Exchange exchange) {
        if (exchanges.updateAndGet(count -> count < 0 ? count : count + 1) < 0) {
            return false;
        }
        exchange.setProperty(PROPERTY, this);
        return true;
    }

    void leave(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
        exchanges.decrementAndGet();
    }

    /** From now on nothing enters. */
    void retire() {
        exchanges.updateAndGet(count -> count < 0 ? count : count + RETIRED);
    }

    /** Exchanges that began on this set and have not ended. */
    long exchanges() {
        long count = exchanges.get();
        return count < 0 ? count - RETIRED : count;
    }
}
