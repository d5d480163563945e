package dev.serai.live;

import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;

/**
 * Makes endpoints of the cluster's clock, with all that Camel says of their options, and does nothing else. The component
 * itself would start the hub's scheduler, write triggers of the rehearsal into the store that all nodes share, and end the
 * scheduler with the rehearsal.
 */
final class StoppedClock extends QuartzComponent {
    @Override
    protected void doStart() {
        // has no scheduler
    }

    @Override
    protected void doStop() {
        // has no scheduler
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // nothing ticks
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        // nothing ticks
    }
}
