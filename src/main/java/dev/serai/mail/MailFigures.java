package dev.serai.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** How many mails wait, are under way, have failed or are unknown, for metrics. */
public final class MailFigures {
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
    private static final List<String> STATES = List.of("waiting", "sending", "failed", "unknown");

    private final ObjectMapper json;
    private final MultiGauge rows;
    private volatile Map<?, ?> latest = Map.of();

    MailFigures(ObjectMapper json, MeterRegistry meters) {
        this.json = json;
        this.rows = MultiGauge.builder("serai.mail.rows")
                .description("Mails by state")
                .register(meters);
        gauge(meters, "serai.mail.oldest.seconds", "How long the oldest mail has been due", "oldest");
        gauge(meters, "serai.mail.suppressions", "Addresses that get no mails", "suppressions");
    }

    private void gauge(MeterRegistry meters, String name, String description, String column) {
        Gauge.builder(name, this, f -> f.latest.get(column) instanceof Number n ? n.doubleValue() : 0)
                .description(description)
                .register(meters);
    }

    /** Body: the row of {@code figures.sql}. */
    public void keep(Exchange exchange) throws JsonProcessingException {
        Map<?, ?> row = (Map<?, ?>) exchange.getMessage().getBody(List.class).getFirst();
        Map<String, Long> counts = json.readValue(String.valueOf(row.get("states")), COUNTS);
        rows.register(
                STATES.stream()
                        .map(state -> MultiGauge.Row.of(Tags.of("state", state), counts.getOrDefault(state, 0L)))
                        .toList(),
                true);
        latest = row;
    }
}
