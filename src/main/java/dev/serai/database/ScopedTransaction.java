package dev.serai.database;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A route step that runs its children in one transaction of the app login, scoped to the exchange's org. Without an org
 * the transaction sees no rows. The exchange fails → the transaction rolls back.
 *
 * <p>Unlike Camel's {@code transacted} it leaves the route's error handling alone; use it in routes without redelivery,
 * because an aborted transaction cannot be continued.
 */
final class ScopedTransaction implements Policy {
    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;

    ScopedTransaction(TransactionTemplate transaction, JdbcTemplate jdbc) {
        this.transaction = transaction;
        this.jdbc = jdbc;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> transaction.executeWithoutResult(status -> {
            enterOrg(exchange);
            run(steps, exchange);
            if (exchange.isFailed() || exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                status.setRollbackOnly();
            }
        });
    }

    private void enterOrg(Exchange exchange) {
        String org = exchange.getProperty("orgId", "", String.class);
        jdbc.queryForObject("select set_config('serai.org', ?, true)", String.class, org);
    }

    private static void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
