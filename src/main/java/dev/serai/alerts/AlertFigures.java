package dev.serai.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** How many alerts are open and wait to be told, as metrics. */
public final class AlertFigures {
    private final MultiGauge alerts;
    private final AtomicLong waiting = new AtomicLong();

    AlertFigures(MeterRegistry meters) {
        alerts = MultiGauge.builder("serai.alerts")
                .description("Alerts that are not resolved, by severity and state")
                .register(meters);
        Gauge.builder("serai.alert.deliveries.waiting", waiting, AtomicLong::get)
                .description("Deliveries of alerts that are not ended")
                .register(meters);
    }

    /** Body: rows of {@code figures.sql}. */
    public void keep(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        waiting.set(number((Map<?, ?>) rows.getFirst(), "waiting"));
        alerts.register(rows.stream().flatMap(row -> gauges((Map<?, ?>) row)).collect(Collectors.toList()), true);
    }

    private static Stream<MultiGauge.Row<?>> gauges(Map<?, ?> row) {
        return Stream.of("open", "acknowledged")
                .map(state -> MultiGauge.Row.of(
                        Tags.of("severity", String.valueOf(row.get("severity")), "state", state), number(row, state)));
    }

    private static long number(Map<?, ?> row, String name) {
        return row.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
