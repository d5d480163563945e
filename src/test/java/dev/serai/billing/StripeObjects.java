package dev.serai.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Objects as Stripe sends them: its own samples, whose numbers are made up, with numbers that belong together. */
final class StripeObjects {
    static final String BASE = "price_base";
    static final String SEAT = "price_seat";
    static final long START = 1_790_000_000;
    static final long MONTH = 2_592_000;

    private static final JsonNode SAMPLES = read();

    private StripeObjects() {}

    static ObjectNode sample(String name) {
        return SAMPLES.path("resources").path(name).deepCopy();
    }

    static ObjectNode subscription(String id, String customer, String status, int seats) {
        ObjectNode subscription = sample("subscription");
        subscription.put("id", id).put("customer", customer).put("status", status);
        for (String none : new String[] {"pause_collection", "pending_update", "trial_end", "cancel_at", "ended_at"}) {
            subscription.putNull(none);
        }
        subscription.put("cancel_at_period_end", false);
        ArrayNode items = (ArrayNode) subscription.path("items").path("data");
        ObjectNode base = ((ObjectNode) items.get(0)).put("id", "si_base_" + id).put("quantity", 1);
        base.put("current_period_start", START).put("current_period_end", START + MONTH);
        ((ObjectNode) base.path("price")).put("id", BASE).put("unit_amount", 2900);
        ObjectNode seat = base.deepCopy().put("id", "si_seat_" + id).put("quantity", seats);
        ((ObjectNode) seat.path("price")).put("id", SEAT).put("unit_amount", 300);
        items.add(seat);
        return subscription;
    }

    static ObjectNode invoice(String id, String customer, String subscription, String status, long amount) {
        ObjectNode invoice = sample("invoice");
        invoice.put("id", id).put("customer", customer).put("status", status).put("subscription", subscription);
        invoice.put("amount_due", amount).put("amount_paid", status.equals("paid") ? amount : 0);
        invoice.put("created", START).putNull("next_payment_attempt").putNull("last_finalization_error");
        ObjectNode line = (ObjectNode) invoice.path("lines").path("data").get(0);
        line.putObject("period").put("start", START).put("end", START + MONTH);
        return invoice;
    }

    static ObjectNode failed(ObjectNode invoice, int attempt) {
        return invoice.put("attempt_count", attempt)
                .put("attempted", true)
                .put("next_payment_attempt", START + 3600L * attempt)
                .put("hosted_invoice_url", "https://invoice.stripe.test/" + attempt);
    }

    static ObjectNode checkout(String id, String customer, String subscription, String org) {
        ObjectNode session = sample("checkout.session");
        session.put("id", id).put("customer", customer).put("subscription", subscription);
        return session.put("client_reference_id", org)
                .put("mode", "subscription")
                .put("status", "complete")
                .put("payment_status", "unpaid");
    }

    static ObjectNode customer(String id) {
        return sample("customer").put("id", id).put("email", "payer@acme.test");
    }

    static ObjectNode charge(String id, String customer, long amount, long refunded) {
        ObjectNode charge = sample("charge");
        charge.put("id", id).put("customer", customer).put("amount", amount);
        return charge.put("amount_refunded", refunded).put("refunded", amount == refunded);
    }

    static ObjectNode dispute(String id, String charge, String status) {
        return sample("dispute").put("id", id).put("charge", charge).put("status", status);
    }

    private static JsonNode read() {
        try (InputStream in = StripeObjects.class.getResourceAsStream("/billing/stripe-fixtures.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
