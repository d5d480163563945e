package dev.serai.billing;

import static dev.serai.billing.StripeObjects.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.TestHub;
import dev.serai.mirror.Events;
import dev.serai.mirror.Events.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any order of a history, with any event any number of times, ends in the rows that its own order ends in. */
class AnyOrderTest {
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
    private static final List<String> STATUSES =
            List.of("incomplete", "trialing", "active", "past_due", "unpaid", "paused");

    /** Everything that events lead to, without what tells when and in how many steps. */
    private static final Map<String, String> STATE = Map.of(
            "mirror",
            "select provider, kind, object_id, org_id, owner, terminal, event_at, event_rank, event_id, state::text"
                    + " from provider_objects where object_id || owner || coalesce(org_id, '') like ? order by 1, 2, 3",
            "wallet",
            "select org_id, customer, kind, source_key, amount_minor, currency, at from wallet_entries"
                    + " where customer like ? order by source_key",
            "notices",
            "select audience, org_id, kind, notice_key, severity, text, details::text, due_at, closed_at is null as open"
                    + " from notices where notice_key like ? order by kind, notice_key",
            "seats",
            "select org_id, used, item_id, bought from billing_seats"
                    + " where org_id like ? and (used is not null or item_id is not null) order by org_id",
            "denials",
            "select kind, subject, until from access_denials where subject like ? order by kind, subject");

    private final TestHub hub = BillingHub.shared();
    private final Events events = new Events(hub);

    @Property(tries = 10)
    void anyOrderWithDuplicatesEndsInTheSameRows(@ForAll long seed) {
        Random random = new Random(seed);
        String name = "n%012dx".formatted(NUMBER.incrementAndGet() % 1_000_000_000_000L);
        String shuffledName = "n%012dx".formatted(NUMBER.incrementAndGet() % 1_000_000_000_000L);
        List<Event> history = new History(name, random).events();
        List<Event> shuffled = new ArrayList<>(history);
        IntStream.range(0, history.size() / 2).forEach(i -> shuffled.add(history.get(random.nextInt(history.size()))));
        Collections.shuffle(shuffled, random);

        history.forEach(events::apply);
        shuffled.forEach(event -> events.apply(renamed(event, name, shuffledName)));

        assertThat(state(shuffledName).replace(shuffledName, name)).isEqualTo(state(name));
    }

    private static Event renamed(Event event, String from, String to) {
        return new Event(
                event.provider(),
                event.id().replace(from, to),
                event.type(),
                event.body().replace(from, to));
    }

    private String state(String name) {
        Map<String, Object> state = new TreeMap<>();
        STATE.forEach((table, sql) -> state.put(table, hub.system().queryForList(sql, "%" + name + "%")));
        assertThat((List<?>) state.get("mirror")).isNotEmpty();
        return String.valueOf(state).replace("}, ", "},\n");
    }

    /** One customer's and one org's life in its own order; some steps in one second. */
    private static final class History {
        private final String name;
        private final Random random;
        private final List<Event> events = new ArrayList<>();
        private long second = START;

        History(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        List<Event> events() {
            stripe("customer.created", StripeObjects.customer("cus_" + name));
            stripe("checkout.session.completed", checkout("org_" + name));
            subscription("created", "incomplete");
            int steps = 3 + random.nextInt(8);
            for (int i = 0; i < steps; i++) {
                step(i);
            }
            if (random.nextBoolean()) {
                subscription("deleted", "canceled");
            }
            if (random.nextInt(4) == 0) {
                stripe(
                        "customer.deleted",
                        StripeObjects.sample("deleted_customer").put("id", "cus_" + name));
            }
            if (random.nextInt(4) == 0) {
                clerk("organization.deleted", "{\"id\":\"org_%s\",\"deleted\":true}".formatted(name));
            }
            return events;
        }

        private void step(int i) {
            switch (random.nextInt(9)) {
                case 0, 1 -> subscription("updated", STATUSES.get(random.nextInt(STATUSES.size())));
                case 2 -> bill("in_%d_%s".formatted(i, name));
                case 3 -> fail("in_%d_%s".formatted(i, name));
                case 4 -> stripe("charge.refunded", StripeObjects.charge("ch_" + name, "cus_" + name, 3800, 100L * i));
                case 5 -> dispute("dp_%d_%s".formatted(i, name));
                case 6 -> {
                    member("created", random.nextInt(3));
                    member(random.nextBoolean() ? "deleted" : "updated", random.nextInt(3));
                }
                case 7 ->
                    clerk(
                            "user.deleted",
                            "{\"id\":\"user_%d_%s\",\"deleted\":true}".formatted(random.nextInt(3), name));
                default ->
                    stripe(
                            "checkout.session.completed",
                            checkout("org_b" + name).put("id", "cs_b" + i + name));
            }
        }

        private void bill(String invoice) {
            stripe("invoice.created", invoice(invoice, "draft"));
            stripe("invoice.finalized", invoice(invoice, "open"));
            stripe("invoice.paid", invoice(invoice, "paid"));
            stripe("invoice.payment_succeeded", invoice(invoice, "paid"));
        }

        private void fail(String invoice) {
            stripe("invoice.payment_failed", StripeObjects.failed(invoice(invoice, "open"), 1));
            stripe("invoice.payment_failed", StripeObjects.failed(invoice(invoice, "open"), 2));
            stripe(
                    random.nextBoolean() ? "invoice.paid" : "invoice.voided",
                    invoice(invoice, random.nextBoolean() ? "paid" : "void"));
        }

        private void dispute(String id) {
            stripe("charge.dispute.created", StripeObjects.dispute(id, "ch_" + name, "needs_response"));
            if (random.nextBoolean()) {
                stripe("charge.dispute.closed", StripeObjects.dispute(id, "ch_" + name, "won"));
            }
        }

        private void subscription(String verb, String status) {
            stripe(
                    "customer.subscription." + verb,
                    StripeObjects.subscription("sub_" + name, "cus_" + name, status, 1 + random.nextInt(4)));
        }

        private void member(String verb, int who) {
            clerk("organizationMembership." + verb, """
                    {"id":"mem_%d_%s","role":"org:member","updated_at":%d,"organization":{"id":"org_%s","name":"Acme",
                     "updated_at":%d},"public_user_data":{"user_id":"user_%d_%s"}}""".formatted(who, name, second * 1000, name, START, who, name));
        }

        private ObjectNode checkout(String org) {
            return StripeObjects.checkout("cs_" + name, "cus_" + name, "sub_" + name, org);
        }

        private ObjectNode invoice(String id, String status) {
            return StripeObjects.invoice(id, "cus_" + name, "sub_" + name, status, 3800);
        }

        private void stripe(String type, ObjectNode object) {
            events.add(Events.stripe("evt_%s_%03d".formatted(name, events.size()), type, later(), object));
        }

        private void clerk(String type, String data) {
            events.add(Events.clerk("msg_%s_%03d".formatted(name, events.size()), type, later() * 1000, data));
        }

        private long later() {
            second += random.nextInt(3);
            return second;
        }
    }
}
