package dev.serai.live;

import dev.serai.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;

/** What has gone through one revision of a route on this node. */
final class RouteTraffic {
    private static final int CLIENT_ERRORS_END = 500;
    private static final double PERCENTILE = 0.95;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final MeterRegistry recent;
    private final Timer timer;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** @param recent whose counts and sums are those of the last whole step */
    RouteTraffic(String routeId, MeterRegistry recent) {
        this.recent = recent;
        this.timer = Timer.builder("recent")
                .tag("route", routeId)
                .publishPercentiles(PERCENTILE)
                .distributionStatisticExpiry(WINDOW)
                .percentilePrecision(1)
                .register(recent);
    }

    /**
     * Figures of a route. Times are in milliseconds.
     *
     * @param calls that have ended since this revision of the route runs here
     * @param failed of these, whether the failure was handled or not
     * @param refused of these, for a reason that is the caller's
     * @param inFlight exchanges at this moment
     * @param meanMillis over all calls
     * @param perSecond calls in the last whole ten seconds
     * @param p95Millis of the last minute
     */
    record Figures(
            long calls,
            long failed,
            long refused,
            long inFlight,
            double meanMillis,
            double perSecond,
            double p95Millis) {}

    void begin() {
        begun.increment();
    }

    void end(Exchange exchange, long tookNanos) {
        ended.increment();
        nanos.add(tookNanos);
        timer.record(tookNanos, TimeUnit.NANOSECONDS);
        if (exchange.getException() instanceof Refusal refusal
                && refusal.reason().status() < CLIENT_ERRORS_END) {
            refused.increment();
        } else if (exchange.getException() != null
                || exchange.getExchangeExtension().isFailureHandled()) {
            failed.increment();
        }
    }

    /** The number of calls in the last whole step. */
    long look() {
        return timer.count();
    }

    long inFlight() {
        return Math.max(0, begun.sum() - ended.sum());
    }

    Figures figures() {
        long calls = ended.sum();
        double p95 = 0;
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            p95 = value.value(TimeUnit.MILLISECONDS);
        }
        return new Figures(
                calls,
                failed.sum(),
                refused.sum(),
                inFlight(),
                rounded(calls == 0 ? 0 : nanos.sum() / 1e6 / calls),
                rounded(look() / (double) Traffic.STEP.toSeconds()),
                rounded(p95));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    void forget() {
        recent.remove(timer);
        timer.close();
    }
}
