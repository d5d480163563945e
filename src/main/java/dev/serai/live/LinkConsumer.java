package dev.serai.live;

import dev.serai.live.LinkComponent.LinkKey;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** The beginning of a route that others call. */
final class LinkConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
    private final LinkEndpoint endpoint;

    LinkConsumer(LinkEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    LinkKey key() {
        return endpoint.key();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
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
