package dev.serai.outbound;

import dev.serai.http.RouteCaller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node sends at present: a bounded number of attempts, each on a thread of its own, none waiting for another. */
public final class OutboundWork {
    private static final Logger log = LoggerFactory.getLogger(OutboundWork.class);
    private static final String ROUTE = "outbound-deliver";

    private final RouteCaller routes;
    private final OutboundSettings settings;
    private final Semaphore slots;

    OutboundWork(RouteCaller routes, OutboundSettings settings) {
        this.routes = routes;
        this.settings = settings;
        this.slots = new Semaphore(settings.concurrency());
    }

    /** Headers of {@code delivery-claim.sql}: how many attempts there is room for on this node and for each endpoint. */
    public void room(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader("room", slots.availablePermits());
        message.setHeader("perEndpoint", settings.perEndpoint());
        message.setHeader("leaseSeconds", settings.lease().toSeconds());
    }

    /** Body: rows of the claim, never more than there was room for. Returns at once. */
    public void begin(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        for (Object row : rows) {
            Delivery delivery = Delivery.of((Map<?, ?>) row);
            slots.acquireUninterruptibly();
            Thread.ofVirtual().name("webhook-" + delivery.id()).start(() -> deliver(delivery));
        }
    }

    /** Whatever breaks here is mended by the lease: the delivery is due again when it ends. */
    private void deliver(Delivery delivery) {
        try {
            routes.call(ROUTE, null, Map.of(), delivery);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("deliveryId", delivery.id())
                    .addKeyValue("attempt", delivery.attempt())
                    .setCause(e)
                    .log("webhook attempt was not noted; it is made again");
        } finally {
            slots.release();
        }
    }
}
