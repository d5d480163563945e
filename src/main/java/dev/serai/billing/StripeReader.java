package dev.serai.billing;

import dev.serai.access.OrgId;
import dev.serai.mirror.EventReader;
import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.Reading;
import dev.serai.mirror.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads Stripe's snapshot events, of any version of its API that a webhook may be pinned to. */
final class StripeReader implements EventReader {
    private static final Set<String> CHECKOUTS = Set.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired");

    /** What belongs to no customer is judged together, so it waits for each other. */
    private static final String CATALOGUE = "catalogue";

    private static final Map<String, Function<StripeEvent, List<Observation>>> SINGLE = Map.of(
            "customer.created", StripeReader::customer,
            "customer.updated", StripeReader::customer,
            "customer.deleted", StripeReader::customer,
            "customer.source.expiring", Cards::read,
            "charge.succeeded", Charges::charge,
            "charge.updated", Charges::charge,
            "charge.refunded", Charges::charge,
            "entitlements.active_entitlement_summary.updated", StripeReader::features);

    /** What the API calls objects that can be fetched, and the event whose form the answer has. */
    private static final Map<String, String> FETCHED = Map.of(
            "subscription", "customer.subscription.updated",
            "customer", "customer.updated",
            "invoice", "invoice.updated",
            "charge", "charge.updated");

    @Override
    public Optional<Reading> read(String type, Fields event) {
        return handler(type).map(handler -> reading(StripeEvent.of(type, event), handler));
    }

    /** An answer of Stripe's API, which covers everything up to the second {@code at}. */
    Reading fetched(String kind, Fields object, long at) {
        String type = FETCHED.getOrDefault(kind, kind);
        StripeEvent event = new StripeEvent(type, at, object, object.at("none"), true);
        return reading(event, handler(type).orElseThrow());
    }

    private static Optional<Function<StripeEvent, List<Observation>>> handler(String type) {
        if (CHECKOUTS.contains(type)) {
            return Optional.of(StripeReader::checkout);
        }
        if (SINGLE.containsKey(type)) {
            return Optional.of(SINGLE.get(type));
        }
        return Optional.ofNullable(
                switch (family(type)) {
                    case "customer.subscription" -> Subscriptions::read;
                    case "invoice" -> Invoices::read;
                    case "payment_method" -> Cards::read;
                    case "charge.dispute" -> Charges::dispute;
                    case "price" -> Catalogue::price;
                    case "product" -> Catalogue::product;
                    default -> null;
                });
    }

    private static String family(String type) {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }

    private static Reading reading(StripeEvent event, Function<StripeEvent, List<Observation>> handler) {
        List<Observation> observations = handler.apply(event);
        List<String> locks = new ArrayList<>();
        String charge = event.type().startsWith("charge.") ? chargeOf(event) : "";
        if (!charge.isEmpty()) {
            locks.add("charge:" + charge);
        }
        String owner = observations.getFirst().owner();
        locks.add(owner.isEmpty() ? CATALOGUE : "customer:" + owner);
        return new Reading(observations, locks, owner);
    }

    private static String chargeOf(StripeEvent event) {
        return event.object().reference(event.type().startsWith("charge.dispute.") ? "charge" : "id");
    }

    private static List<Observation> customer(StripeEvent event) {
        String id = event.id();
        State state = event.isDeletion()
                ? new State()
                : new State()
                        .with("email", event.object().text("email"))
                        .with("delinquent", event.object().isTrue("delinquent"));
        String change = event.isDeletion() ? "deleted; access ends" : "kept";
        return linked(
                event,
                id,
                event.observe("customer", id, id, false, 0, state, change),
                event.object(),
                "metadata.org_id");
    }

    private static List<Observation> checkout(StripeEvent event) {
        Fields session = event.object();
        String id = event.id();
        String payment = payment(event);
        State state = new State()
                .with("status", session.text("status"))
                .with("payment", payment)
                .with("mode", session.text("mode"))
                .with("subscription", session.reference("subscription"));
        int precedence = event.verb().equals("expired") ? 3 : event.verb().equals("completed") ? 1 : 2;
        Observation seen = event.observe(
                "checkout",
                id,
                event.customer(),
                event.verb().equals("expired"),
                precedence,
                state,
                event.verb().equals("expired") ? "closed" : "payment " + payment);
        String path =
                OrgId.isValid(session.text("client_reference_id", "")) ? "client_reference_id" : "metadata.org_id";
        return linked(event, event.customer(), seen, session, path);
    }

    private static String payment(StripeEvent event) {
        if (event.verb().equals("async_payment_failed")) {
            return "failed";
        }
        boolean paid =
                Set.of("paid", "no_payment_required").contains(event.object().text("payment_status", ""));
        return paid || event.verb().equals("async_payment_succeeded") ? "paid" : "pending";
    }

    /** The observation, and beside it whose customer this is when the object says so. */
    static List<Observation> linked(StripeEvent event, String customer, Observation seen, Fields object, String path) {
        String org = object.text(path, "");
        if (customer.isEmpty() || !OrgId.isValid(org)) {
            return List.of(seen);
        }
        State state = new State().with("org", org);
        StripeEvent told = new StripeEvent("link.told", event.at(), object.at("none"), object.at("none"), false);
        return List.of(seen, told.observe("link", customer, customer, false, 0, state, "belongs to org " + org));
    }

    /** The whole set: what is not in it any more is gone. */
    private static List<Observation> features(StripeEvent event) {
        String customer = event.object().requireId("customer", event.type());
        List<String> keys = event.object().list("entitlements.data").stream()
                .map(one -> one.text("lookup_key", one.reference("feature")))
                .filter(key -> !key.isEmpty())
                .sorted()
                .toList();
        State state = new State()
                .with("features", keys)
                .with("complete", !event.object().isTrue("entitlements.has_more"));
        return List.of(event.observe("features", customer, customer, false, 0, state, "features " + keys));
    }
}
