package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import java.util.List;

/** Reads payment methods: enough of a card to tell its owner which one is meant, and whether it will do. */
final class Cards {
    private Cards() {}

    static List<Observation> read(StripeEvent event) {
        Fields method = event.object();
        Fields card = method.has("card") ? method.at("card") : method;
        boolean detached = event.verb().equals("detached");
        String status = event.verb().equals("expiring") ? "expiring" : detached ? "detached" : "attached";
        State state = new State()
                .with("type", method.text("type", method.text("object", "")))
                .with("status", status)
                .with("brand", card.text("brand"))
                .with("last4", card.text("last4"))
                .with("expiryMonth", card.number("exp_month"))
                .with("expiryYear", card.number("exp_year"));
        // A method that was detached names its customer only among the attributes before.
        String owner = event.customer().isEmpty() ? event.previous().reference("customer") : event.customer();
        return List.of(
                event.observe("payment_method", event.id(), owner, false, detached ? 1 : 0, state, "card " + status));
    }
}
