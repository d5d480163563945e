package dev.serai.billing;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serai.mirror.EventIntake;
import dev.serai.mirror.Fields;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Asks Stripe what an object is now, and makes an observation of the answer. */
public final class StripeFetches {
    private static final Map<String, String> PATHS = Map.of(
            "subscription", "/v1/subscriptions/",
            "customer", "/v1/customers/",
            "invoice", "/v1/invoices/",
            "charge", "/v1/charges/");

    private final StripeReader reader;
    private final EventIntake intake;
    private final Clock clock;

    StripeFetches(StripeReader reader, EventIntake intake, Clock clock) {
        this.reader = reader;
        this.intake = intake;
        this.clock = clock;
    }

    /** Body: the row of {@code fetch-claim.sql}. The answer holds for all that happened before the question. */
    public void request(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        for (String name : List.of("kind", "id", "attempt")) {
            message.setHeader(name, row.get(name));
        }
        long before = clock.instant().getEpochSecond() - 1;
        message.setHeader("asOf", Math.max(before, ((Number) row.get("at")).longValue()));
        String id = StripeCalls.requireId(String.valueOf(row.get("id")));
        message.setHeader("CamelHttpPath", PATHS.get(String.valueOf(row.get("kind"))) + id);
        message.setBody(null);
    }

    /** Body: the answer. Sets what {@code sql/mirror/observe.sql} wants. */
    public void read(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Fields object = EventIntake.parse(message.getBody(byte[].class));
        String kind = message.getHeader("kind", "", String.class);
        String id = message.getHeader("id", "", String.class);
        if (!object.reference("id").equals(id)) {
            throw new IllegalArgumentException("Stripe answered with another object than was asked for");
        }
        long asOf = message.getHeader("asOf", 0L, Long.class);
        message.setHeader("eventId", "fetched:%s:%s:%d".formatted(kind, id, asOf));
        intake.lay(reader.fetched(kind, object, asOf), message);
    }
}
