package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads charges, of which the hub wants to know what went back, and disputes about them. */
final class Charges {
    private static final Set<String> CLOSED = Set.of("won", "lost", "warning_closed", "prevented");

    private Charges() {}

    static List<Observation> charge(StripeEvent event) {
        Fields charge = event.object();
        long refunded = charge.number("amount_refunded", 0);
        String currency = charge.text("currency", "usd");
        State state = new State()
                .with("amount", charge.number("amount"))
                .with("refunded", refunded)
                .with("currency", currency)
                .with("status", charge.text("status"));
        // What went back never comes again, so of one second the larger sum is the later.
        int precedence = refunded == 0 ? 0 : charge.isTrue("refunded") ? 2 : 1;
        return List.of(event.observe(
                "charge",
                event.id(),
                event.customer(),
                false,
                precedence,
                state,
                "refunded " + refunded + " " + currency));
    }

    static List<Observation> dispute(StripeEvent event) {
        Fields dispute = event.object();
        String id = event.id();
        String owner = dispute.reference("charge.customer");
        String status = dispute.text("status", "needs_response");
        boolean closed = event.verb().equals("closed") || CLOSED.contains(status);
        State state = new State()
                .with("charge", dispute.reference("charge"))
                .with("status", status)
                .with("reason", dispute.text("reason"))
                .with("amount", dispute.number("amount"))
                .with("currency", dispute.text("currency"));
        List<Observation> all = new ArrayList<>();
        all.add(event.observe("dispute", id, owner, closed, closed ? 1 : 0, state, "status " + status));
        if (event.verb().equals("created")) {
            all.add(Notice.toOperators("billing.dispute", id, "A customer disputes a charge")
                    .with("charge", dispute.reference("charge"))
                    .with("reason", dispute.text("reason"))
                    .with("amount", dispute.number("amount"))
                    .with("currency", dispute.text("currency"))
                    .with("answerBy", dispute.number("evidence_details.due_by"))
                    .of(event, owner));
        }
        return all;
    }
}
