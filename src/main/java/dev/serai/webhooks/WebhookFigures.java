package dev.serai.webhooks;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** How much of events waits and how long sources are silent, for metrics. */
public final class WebhookFigures {
    private final MultiGauge silence;
    private volatile Map<?, ?> latest = Map.of();

    WebhookFigures(MeterRegistry meters) {
        silence = MultiGauge.builder("serai.webhooks.silence.seconds")
                .description("Time since a source's last event")
                .register(meters);
        gauge(meters, "serai.webhooks.waiting", "Events stored and not yet worked off", "waiting");
        gauge(meters, "serai.webhooks.oldest.seconds", "Age of the oldest event that waits", "oldest");
        gauge(meters, "serai.webhooks.dead", "Events that wait for an operator", "dead");
    }

    private void gauge(MeterRegistry meters, String name, String description, String column) {
        Gauge.builder(name, this, f -> number(f.latest, column))
                .description(description)
                .register(meters);
    }

    /** Body: the row of {@code figures.sql}. */
    public void keep(Exchange exchange) {
        latest = (Map<?, ?>) exchange.getMessage().getBody(List.class).getFirst();
    }

    /** Body: the rows of {@code source-silence.sql}. */
    public void keepSilence(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        silence.register(rows.stream().map(row -> row((Map<?, ?>) row)).toList(), true);
    }

    private static MultiGauge.Row<?> row(Map<?, ?> row) {
        return MultiGauge.Row.of(Tags.of("source", String.valueOf(row.get("source"))), number(row, "seconds"));
    }

    private static double number(Map<?, ?> row, String column) {
        return row.get(column) instanceof Number n ? n.doubleValue() : 0;
    }
}
