package dev.serai.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** How the pipeline stood a moment ago: for metrics, and for those who must decide without asking the database. */
public final class Figures {
    private static final Row NONE = new Row(Map.of());

    private final MultiGauge jobs;
    private volatile Row latest = NONE;

    Figures(MeterRegistry meters) {
        jobs = MultiGauge.builder("serai.jobs")
                .description("Open jobs by state and stage")
                .register(meters);
        gauge(meters, "serai.jobs.stuck", "Jobs active for more than ten minutes", Row::stuck);
        gauge(
                meters,
                "serai.jobs.oldest.wait.seconds",
                "Wait of the oldest job that could run",
                Row::oldestWaitSeconds);
        gauge(meters, "serai.dead.letters.open", "Dead letters without an outcome", Row::deadLetters);
        gauge(meters, "serai.outbox.waiting", "Wake-ups not yet given to Kafka", Row::outboxWaiting);
        gauge(
                meters,
                "serai.outbox.lag.seconds",
                "Age of the oldest wake-up that is due",
                r -> r.outboxLagMs() / 1000.0);
        gauge(meters, "serai.workers.live", "Nodes that work on stages and are not paused", Row::workers);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<Row> value) {
        Gauge.builder(name, this, f -> value.applyAsDouble(f.latest))
                .description(description)
                .register(meters);
    }

    /** Body: the row of {@code figures.sql} or of {@code counts.sql}; what the other one says stays. */
    public synchronized void keep(Exchange exchange) {
        latest = latest.with(exchange.getMessage().getBody(List.class));
        jobs.register(latest.byStage(), true);
    }

    Row latest() {
        return latest;
    }

    /** Both rows by name. */
    record Row(Map<?, ?> values) {
        private Row with(List<?> rows) {
            Map<Object, @Nullable Object> all = new HashMap<>(values);
            all.putAll((Map<?, ?>) rows.getFirst());
            return new Row(all);
        }

        long waiting() {
            return number("waiting");
        }

        long stuck() {
            return number("stuck");
        }

        long deadLetters() {
            return number("deadLetters");
        }

        long outboxWaiting() {
            return number("outboxWaiting");
        }

        long outboxLagMs() {
            return number("outboxLagMs");
        }

        long oldestWaitSeconds() {
            return number("oldestWaitSeconds");
        }

        long workers() {
            return number("workers");
        }

        long number(String name) {
            return values.get(name) instanceof Number n ? n.longValue() : 0;
        }

        boolean is(String name) {
            return Boolean.TRUE.equals(values.get(name));
        }

        Set<String> fullOrgs() {
            return Set.copyOf(list("fullOrgs"));
        }

        Set<String> slowOrgs() {
            return Set.copyOf(list("slowOrgs"));
        }

        private List<String> list(String name) {
            Object joined = values.get(name);
            return joined == null ? List.of() : Arrays.asList(joined.toString().split(",", -1));
        }

        private List<MultiGauge.Row<?>> byStage() {
            return list("byStage").stream()
                    .map(entry -> entry.split(":", 3))
                    .map(e -> MultiGauge.Row.of(Tags.of("state", e[0], "stage", e[1]), Long.parseLong(e[2])))
                    .collect(Collectors.toList());
        }
    }
}
