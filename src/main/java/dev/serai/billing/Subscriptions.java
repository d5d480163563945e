package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads subscriptions. The price of each item is kept, so that which of them is the seat can be said later. */
final class Subscriptions {
    /** The order in which a subscription usually goes through them; the last two are final. */
    private static final List<String> PRECEDENCE = List.of(
            "incomplete", "trialing", "active", "past_due", "paused", "unpaid", "incomplete_expired", "canceled");

    private static final Set<String> FINAL = Set.of("incomplete_expired", "canceled");
    private static final long DAY = 86_400;
    private static final int NOTICE_DAYS = 3;

    private Subscriptions() {}

    static List<Observation> read(StripeEvent event) {
        Fields subscription = event.object();
        String id = event.id();
        String status = event.isDeletion() ? "canceled" : subscription.text("status", "incomplete");
        List<Map<String, Object>> items = subscription.list("items.data").stream()
                .map(Subscriptions::item)
                .toList();
        State state = new State()
                .with("status", status)
                .with("items", items)
                .with("currency", subscription.text("currency"))
                .with("periodStart", period(subscription, "current_period_start"))
                .with("periodEnd", period(subscription, "current_period_end"))
                .with("trialEnd", subscription.number("trial_end"))
                .with("cancelAtPeriodEnd", subscription.isTrue("cancel_at_period_end"))
                .with("cancelAt", subscription.number("cancel_at"))
                .with("endedAt", ended(event, subscription))
                .with("collectionPaused", subscription.has("pause_collection"))
                .with("pendingUpdate", subscription.has("pending_update"));
        Observation seen = event.observe(
                "subscription",
                id,
                event.customer(),
                FINAL.contains(status),
                Math.max(PRECEDENCE.indexOf(status), 0),
                state,
                "status " + status + ", " + told(items));
        List<Observation> all =
                new ArrayList<>(StripeReader.linked(event, event.customer(), seen, subscription, "metadata.org_id"));
        if (event.verb().equals("trial_will_end")) {
            trialEnds(event, id, subscription.number("trial_end")).forEach(all::add);
        }
        return all;
    }

    private static Map<String, Object> item(Fields item) {
        // Old versions have the price as plan.
        Fields price = item.has("price") ? item.at("price") : item.at("plan");
        return new State()
                .with("id", item.reference("id"))
                .with("price", item.has("price") ? item.reference("price") : item.reference("plan"))
                .with("quantity", item.number("quantity", 1))
                .with(
                        "unitAmount",
                        price.number("unit_amount", price.number("amount", -1)) < 0
                                ? null
                                : Long.valueOf(price.number("unit_amount", price.number("amount", -1))))
                .with("interval", price.text("recurring.interval", price.text("interval", "")))
                .values();
    }

    /** On the items in current versions of the API, on the subscription in older ones; the latest counts. */
    private static @Nullable Long period(Fields subscription, String name) {
        return Stream.concat(subscription.list("items.data").stream(), Stream.of(subscription))
                .map(holder -> holder.number(name))
                .filter(end -> end != null && end > 0)
                .max(Long::compare)
                .orElse(null);
    }

    private static @Nullable Long ended(StripeEvent event, Fields subscription) {
        Long ended = subscription.number("ended_at");
        return ended == null && event.isDeletion() ? Long.valueOf(event.at()) : ended;
    }

    private static String told(List<Map<String, Object>> items) {
        return items.stream()
                .map(item -> item.get("quantity") + " × " + item.getOrDefault("price", "unknown price"))
                .collect(Collectors.joining(", "));
    }

    private static Stream<Observation> trialEnds(StripeEvent event, String id, @Nullable Long end) {
        if (end == null) {
            return Stream.empty();
        }
        return Stream.of(Notice.toCustomer("billing.trial-ending", id + ":" + end, "The trial ends in three days")
                .with("subscription", id)
                .with("trialEnd", end)
                .dueAt(end - NOTICE_DAYS * DAY)
                .of(event, event.customer()));
    }
}
