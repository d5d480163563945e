package dev.serai.webhooks;

import dev.serai.problem.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Adds up refused requests by source and reason. A flood of forged requests costs the database one row a source, reason
 * and hour, however many they are.
 */
public final class Refusals {
    private final Map<Place, Tally> tallies = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Clock clock;

    Refusals(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    private record Place(String source, Reason reason, Instant hour) {}

    private record Tally(long count, Instant last, String why) {
        Tally plus(Tally other) {
            return new Tally(count + other.count, other.last, other.why);
        }
    }

    void count(String source, Reason reason, String why) {
        Instant now = clock.instant();
        meters.counter("serai.webhooks", "source", source, "outcome", reason.slug())
                .increment();
        tallies.merge(
                new Place(source, reason, now.truncatedTo(ChronoUnit.HOURS)), new Tally(1, now, why), Tally::plus);
    }

    /** Body: rows to be added to those in the database. */
    public void drain(Exchange exchange) {
        Map<Place, Tally> drained = new java.util.HashMap<>();
        tallies.keySet().forEach(place -> {
            Tally tally = tallies.remove(place);
            if (tally != null) {
                drained.put(place, tally);
            }
        });
        exchange.setProperty("serai.drained", drained);
        exchange.getMessage()
                .setBody(drained.entrySet().stream().map(Refusals::row).toList());
    }

    /** What could not be written is counted with the next ones. */
    @SuppressWarnings("unchecked")
    public void restore(Exchange exchange) {
        exchange.getProperty("serai.drained", Map.of(), Map.class)
                .forEach((place, tally) ->
                        tallies.merge((Place) place, (Tally) tally, (later, earlier) -> earlier.plus(later)));
    }

    private static Map<String, Object> row(Map.Entry<Place, Tally> entry) {
        Place place = entry.getKey();
        return Map.of(
                "source", place.source(),
                "reason", place.reason().slug(),
                "hour", place.hour().toString(),
                "count", entry.getValue().count(),
                "lastAt", entry.getValue().last().toString(),
                "why", entry.getValue().why());
    }
}
