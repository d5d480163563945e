package dev.serai.billing;

import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads invoices. That one was paid is a fact of its own, because two types of event tell it. */
final class Invoices {
    private static final List<String> PRECEDENCE = List.of("draft", "open", "uncollectible", "void", "paid");
    private static final Set<String> FINAL = Set.of("void", "paid");
    private static final Set<String> PAYMENTS = Set.of("paid", "payment_succeeded");

    private Invoices() {}

    static List<Observation> read(StripeEvent event) {
        if (event.verb().equals("upcoming")) {
            return upcoming(event);
        }
        List<Observation> all = new ArrayList<>();
        all.add(invoice(event));
        boolean paid = event.object().text("status", "").equals("paid");
        if (PAYMENTS.contains(event.verb()) || (event.fetched() && paid)) {
            all.add(payment(event));
        }
        notice(event).map(notice -> notice.of(event, event.customer())).forEach(all::add);
        return all;
    }

    private static Observation invoice(StripeEvent event) {
        Fields invoice = event.object();
        String status = invoice.text("status", "draft");
        long attempts = invoice.number("attempt_count", 0);
        State state = new State()
                .with("status", status)
                .with("number", invoice.text("number"))
                .with("subscription", subscription(invoice))
                .with("amountDue", invoice.number("amount_due"))
                .with("amountPaid", invoice.number("amount_paid"))
                .with("currency", invoice.text("currency"))
                .with("created", invoice.number("created"))
                .with("periodEnd", periodEnd(invoice))
                .with("attempts", attempts)
                .with("failed", status.equals("open") && attempts > 0 && invoice.isTrue("attempted"))
                .with("nextAttempt", invoice.number("next_payment_attempt"))
                .with("url", invoice.text("hosted_invoice_url"));
        return event.observe(
                "invoice",
                event.id(),
                event.customer(),
                FINAL.contains(status),
                Math.max(PRECEDENCE.indexOf(status), 0),
                state,
                "status " + status);
    }

    private static Observation payment(StripeEvent event) {
        Fields invoice = event.object();
        long amount = invoice.number("amount_paid", 0);
        String currency = invoice.text("currency", "usd");
        State state = new State()
                .with("amount", amount)
                .with("currency", currency)
                .with("subscription", subscription(invoice))
                .with("periodEnd", periodEnd(invoice));
        return event.observe(
                "payment", event.id(), event.customer(), false, 0, state, "credits " + amount + " " + currency);
    }

    /** Has no id of its own: it tells what the subscription's next bill will be. */
    private static List<Observation> upcoming(StripeEvent event) {
        Fields invoice = event.object();
        String about =
                subscription(invoice).isEmpty() ? invoice.requireId("customer", event.type()) : subscription(invoice);
        State state = new State()
                .with("amountDue", invoice.number("amount_due"))
                .with("currency", invoice.text("currency"))
                .with("nextAttempt", invoice.number("next_payment_attempt"))
                .with("periodEnd", periodEnd(invoice));
        return List.of(event.observe(
                "upcoming", about, event.customer(), false, 0, state, "seats are compared before the bill"));
    }

    private static Stream<Notice> notice(StripeEvent event) {
        Fields invoice = event.object();
        String key = event.id() + ":" + invoice.number("attempt_count", 0);
        Notice notice = switch (event.verb()) {
            case "payment_failed" -> Notice.toCustomer("billing.payment-failed", key, "A payment failed");
            case "payment_action_required" ->
                Notice.toCustomer("billing.action-required", key, "A payment needs the customer's confirmation");
            case "finalization_failed" ->
                Notice.toOperators("billing.finalization-failed", event.id(), "An invoice could not be finalised");
            default -> null;
        };
        return Stream.ofNullable(notice)
                .map(told -> told.with("invoice", event.id())
                        .with("attempt", invoice.number("attempt_count"))
                        .with("amountDue", invoice.number("amount_due"))
                        .with("currency", invoice.text("currency"))
                        .with("nextAttempt", invoice.number("next_payment_attempt"))
                        .with("url", invoice.text("hosted_invoice_url"))
                        .with("cause", invoice.text("last_finalization_error.code")));
    }

    private static String subscription(Fields invoice) {
        String old = invoice.reference("subscription");
        return old.isEmpty() ? invoice.reference("parent.subscription_details.subscription") : old;
    }

    /** Of the lines: an invoice's own period is the one before, in which its items were gathered. */
    private static @Nullable Long periodEnd(Fields invoice) {
        return invoice.list("lines.data").stream()
                .map(line -> line.number("period.end"))
                .filter(end -> end != null && end > 0)
                .max(Long::compare)
                .orElse(invoice.number("period_end"));
    }
}
