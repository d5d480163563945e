package dev.serai.schedules;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** How long ago each job was done last, and what waits, for metrics. */
public final class ScheduleFigures {
    private final MultiGauge since;
    private final MultiGauge waiting;

    ScheduleFigures(MeterRegistry meters) {
        since = MultiGauge.builder("serai.schedules.since.seconds")
                .description("Time since a job was done last, or since it is known")
                .register(meters);
        waiting = MultiGauge.builder("serai.schedules.waiting")
                .description("Firings of a job that are not done yet")
                .register(meters);
    }

    /** Body: the rows of {@code figures.sql}. */
    public void keep(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        since.register(rows.stream().map(row -> row((Map<?, ?>) row, "since")).toList(), true);
        waiting.register(
                rows.stream().map(row -> row((Map<?, ?>) row, "waiting")).toList(), true);
    }

    private static MultiGauge.Row<?> row(Map<?, ?> row, String column) {
        double value = row.get(column) instanceof Number n ? n.doubleValue() : 0;
        return MultiGauge.Row.of(Tags.of("job", String.valueOf(row.get("job"))), value);
    }
}
