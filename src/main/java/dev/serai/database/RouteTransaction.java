package dev.serai.database;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A route step that runs its children in one transaction, which rolls back when the exchange fails.
 *
 * <p>Unlike Camel's {@code transacted} it leaves the route's error handling alone; use it in routes without redelivery,
 * because an aborted transaction cannot be continued. Its children must work on the calling thread.
 */
final class RouteTransaction implements Policy {
    private final TransactionTemplate transaction;
    private final Consumer<Exchange> entrance;

    /** Runs {@code entrance} first in each transaction. */
    RouteTransaction(TransactionTemplate transaction, Consumer<Exchange> entrance) {
        this.transaction = transaction;
        this.entrance = entrance;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> transaction.executeWithoutResult(status -> {
            entrance.accept(exchange);
            run(steps, exchange);
            if (failed(exchange)) {
                status.setRollbackOnly();
            }
        });
    }

    /** An exception that the route's error handling took care of has broken the transaction all the same. */
    private static boolean failed(Exchange exchange) {
        ExchangeExtension state = exchange.getExchangeExtension();
        return exchange.isFailed()
                || exchange.isRollbackOnly()
                || exchange.isRollbackOnlyLast()
                || (state.isErrorHandlerHandledSet() && state.isErrorHandlerHandled());
    }

    private static void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
