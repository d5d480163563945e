package dev.serai.live;

import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** One step of a running route, with a count of what goes through it. */
final class StepTraffic extends DelegateAsyncProcessor {
    private final LongAdder calls = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    StepTraffic(Processor step) {
        super(step);
    }

    /**
     * Figures of a step on this node since its route's revision runs here.
     *
     * @param failed attempts that threw, repeated ones included
     */
    record Figures(long calls, long failed, double meanMillis) {}

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        long start = System.nanoTime();
        return super.process(exchange, doneSync -> {
            nanos.add(System.nanoTime() - start);
            calls.increment();
            if (exchange.getException() != null) {
                failed.increment();
            }
            callback.done(doneSync);
        });
    }

    Figures figures() {
        long count = calls.sum();
        return new Figures(count, failed.sum(), count == 0 ? 0 : Math.round(nanos.sum() / 1e3 / count) / 1e3);
    }
}
