package dev.serai.live;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** A call of another route. The outermost call of an exchange chooses the set of routes for all calls within it. */
final class LinkProducer extends DefaultAsyncProducer {
    private final LinkEndpoint endpoint;

    LinkProducer(LinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RouteSet set = RouteSet.of(exchange);
        if (set != null) {
            return call(set, exchange, callback);
        }
        RouteSet entered = endpoint.getComponent().enter(exchange);
        return call(entered, exchange, doneSync -> {
            entered.leave(exchange);
            callback.done(doneSync);
        });
    }

    private boolean call(RouteSet set, Exchange exchange, AsyncCallback callback) {
        String name = endpoint.key().name();
        String stopped = endpoint.getComponent().stopped(name);
        LinkConsumer link = stopped == null ? find(set) : null;
        if (link == null) {
            exchange.setException(
                    stopped == null ? new NoSuchLinkException(name, set.revision()) : RouteSwitches.stopped(stopped));
            callback.done(true);
            return true;
        }
        return link.call(exchange, callback);
    }

    /**
     * What outlives the exchange that it came from, such as a wire tap, goes on with the current set. An old entry that
     * has not stopped yet goes on with its old steps when there are no others.
     */
    private @Nullable LinkConsumer find(RouteSet set) {
        LinkComponent links = endpoint.getComponent();
        LinkConsumer link = links.find(set, endpoint.key().name());
        if (link == null) {
            link = links.find(links.current(), endpoint.key().name());
        }
        return link == null ? links.find(endpoint.key()) : link;
    }
}
