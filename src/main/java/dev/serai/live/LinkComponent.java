package dev.serai.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of Camel's {@code direct}. A call goes to the consumer of that name in the set of routes on which its
 * exchange began; an exchange that began on none begins on the current one.
 */
public final class LinkComponent extends DefaultComponent {
    private final Map<LinkKey, LinkConsumer> consumers = new ConcurrentHashMap<>();
    private final Traffic traffic;
    private volatile RouteSet current = RouteSet.EMPTY;
    /** Ids of routes that operators have stopped, by the names under which they are called. */
    private volatile Map<String, String> stopped = Map.of();

    public LinkComponent(Traffic traffic) {
        this.traffic = traffic;
    }

    /** @param revision of the file that the consumer comes from */
    record LinkKey(String name, long revision) {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        long revision = getAndRemoveParameter(parameters, "revision", Long.class, 0L);
        return new LinkEndpoint(uri, this, new LinkKey(remaining, revision));
    }

    RouteSet current() {
        return current;
    }

    Traffic traffic() {
        return traffic;
    }

    /** @param idsByName these are not called any more, and no others */
    void stop(Map<String, String> idsByName) {
        stopped = Map.copyOf(idsByName);
    }

    /** The id of the route, when operators have stopped it. */
    @Nullable
    String stopped(String name) {
        return stopped.get(name);
    }

    /** Answers the set that was current before, retired. */
    RouteSet replace(RouteSet next) {
        RouteSet before = current;
        current = next;
        before.retire();
        return before;
    }

    RouteSet enter(Exchange exchange) {
        RouteSet set = current;
        while (!set.enter(exchange)) {
            set = current;
        }
        return set;
    }

    void add(LinkConsumer consumer) {
        consumers.put(consumer.key(), consumer);
    }

    void remove(LinkConsumer consumer) {
        consumers.remove(consumer.key(), consumer);
    }

    /** Null unless the set has a route of that name which runs. */
    @Nullable
    LinkConsumer find(RouteSet set, String name) {
        LinkKey key = set.find(name);
        return key == null ? null : find(key);
    }

    @Nullable
    LinkConsumer find(LinkKey key) {
        return consumers.get(key);
    }
}
