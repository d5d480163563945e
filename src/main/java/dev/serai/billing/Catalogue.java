package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import java.util.List;

/** Reads prices and products; they belong to no customer. */
final class Catalogue {
    private Catalogue() {}

    static List<Observation> price(StripeEvent event) {
        Fields price = event.object();
        State state = new State()
                .with("active", price.isTrue("active"))
                .with("product", price.reference("product"))
                .with("unitAmount", price.number("unit_amount"))
                .with("currency", price.text("currency"))
                .with("interval", price.text("recurring.interval"));
        return List.of(event.observe("price", event.id(), "", false, 0, state, told(event)));
    }

    static List<Observation> product(StripeEvent event) {
        State state = new State()
                .with("active", event.object().isTrue("active"))
                .with("name", event.object().text("name"));
        return List.of(event.observe("product", event.id(), "", false, 0, state, told(event)));
    }

    private static String told(StripeEvent event) {
        return event.isDeletion() ? "deleted" : event.object().isTrue("active") ? "active" : "not active";
    }
}
