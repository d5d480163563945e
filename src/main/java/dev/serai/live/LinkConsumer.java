package dev.serai.live;

import dev.serai.live.LinkComponent.LinkKey;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** The beginning of a route that others call. */
final class LinkConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
    private final LinkEndpoint endpoint;
    private @Nullable RouteTraffic traffic;

    LinkConsumer(LinkEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    LinkKey key() {
        return endpoint.key();
    }

    boolean call(Exchange exchange, AsyncCallback callback) {
        RouteTraffic counted = Objects.requireNonNull(traffic);
        long start = System.nanoTime();
        counted.begin();
        return getAsyncProcessor().process(exchange, doneSync -> {
            counted.end(exchange, System.nanoTime() - start);
            callback.done(doneSync);
        });
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        traffic = endpoint.getComponent().traffic().of(getRoute().getRouteId());
        endpoint.getComponent().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().remove(this);
        super.doStop();
    }

    /** While the hub stops, routes in flight still call others. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing to prepare
    }
}
