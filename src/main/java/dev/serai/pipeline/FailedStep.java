package dev.serai.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Notes the step at which an exchange failed, the moment it does: a moment later Camel has forgotten it. */
public final class FailedStep implements Processor {
    private static final String PROPERTY = "serai.failedStep";

    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(PROPERTY, exchange.getExchangeExtension().getHistoryNodeId());
    }

    /** The step's id; of a step inside a called route only the call is known, as {@code direct://name}. */
    static @Nullable String of(Exchange exchange) {
        String step = exchange.getProperty(PROPERTY, String.class);
        return step == null ? exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class) : step;
    }
}
