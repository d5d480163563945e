package dev.serai.billing;

import static dev.serai.billing.StripeObjects.MONTH;
import static dev.serai.billing.StripeObjects.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.mirror.Events;
import dev.serai.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event of Stripe that means something to the hub, and the state that it must yield. */
class StripeStateTest {
    private final TestHub hub = BillingHub.shared();
    private final Events events = new Events(hub);
    private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String org = "org_" + name;
    private final String customer = "cus_" + name;
    private final String subscription = "sub_" + name;
    private final String invoice = "in_" + name;
    private final Api admin = hub.as(org, Role.ORG_ADMIN);
    private int count;

    @Test
    void aCheckoutLinksCustomerAndSubscriptionToTheOrgWhicheverComesFirst() {
        assertThat(told("customer.subscription.created", 10, subscribed("active", 3))
                        .org())
                .isNull();
        assertThat(entitlement().path("reason").asText()).isEqualTo("no_subscription");

        Events.Outcome outcome = told("checkout.session.completed", 11, checkout());

        assertThat(outcome.outcome()).isEqualTo("applied");
        assertThat(outcome.org()).isEqualTo(org);
        assertThat(outcome.effects().toString()).contains("belongs to org " + org);
        assertThat(entitlement().path("access").asBoolean()).isTrue();
    }

    @Test
    void theOrgMayBeNamedByMetadataOfCustomerOrSubscriptionAndAnotherCannotBeSmuggledIn() {
        ObjectNode named = StripeObjects.customer(customer);
        named.putObject("metadata").put("org_id", "../etc");
        told("customer.created", 10, named);
        ObjectNode subscribed = subscribed("active", 1);
        ((ObjectNode) subscribed.path("metadata")).put("org_id", org);

        assertThat(told("customer.subscription.created", 11, subscribed).org()).isEqualTo(org);
    }

    @ParameterizedTest
    @CsvSource({
        "checkout.session.completed, unpaid, pending",
        "checkout.session.completed, paid, paid",
        "checkout.session.async_payment_succeeded, paid, paid",
        "checkout.session.async_payment_failed, unpaid, failed"
    })
    void aCheckoutIsPaidOnlyWhenStripeSaysSo(String type, String status, String expected) {
        told(type, 10, checkout().put("payment_status", status));

        assertThat(state("checkout", "cs_" + name).path("payment").asText()).isEqualTo(expected);
    }

    @Test
    void anExpiredCheckoutIsClosedAndStaysSo() {
        told("checkout.session.expired", 12, checkout().put("status", "expired"));

        assertThat(told("checkout.session.completed", 13, checkout()).effects().toString())
                .doesNotContain("checkout cs_");
    }

    @ParameterizedTest
    @CsvSource({
        "incomplete, false",
        "trialing, true",
        "active, true",
        "past_due, true",
        "unpaid, false",
        "paused, false",
        "canceled, false",
        "incomplete_expired, false"
    })
    void accessFollowsTheStatus(String status, boolean access) {
        link();
        told("customer.subscription.created", 10, subscribed(status, 2));

        assertThat(entitlement().path("access").asBoolean()).isEqualTo(access);
        assertThat(entitlement().path("reason").asText()).isEqualTo(status);
        assertThat(hub.system().queryForMap("select access, reason, enforced from billing_access(?)", org))
                .isEqualTo(Map.of("access", access, "reason", status, "enforced", true));
    }

    @Test
    void theEntitlementIsBasePlusSeatsInExactMinorUnits() {
        link();
        told("customer.subscription.created", 10, subscribed("active", 7));

        JsonNode entitlement = entitlement();
        assertThat(entitlement.path("amount").path("minor").asLong()).isEqualTo(2900 + 7 * 300);
        assertThat(entitlement.path("amount").path("currency").asText()).isEqualTo("usd");
        assertThat(entitlement.path("seats").path("bought").asInt()).isEqualTo(7);
        assertThat(entitlement.path("seats").path("used").isNull()).isTrue();
        assertThat(Instant.parse(entitlement.path("until").asText().replace("+00:00", "Z")))
                .isEqualTo(Instant.ofEpochSecond(START + MONTH));
    }

    @Test
    void badDay6_aLateCreatedDoesNotRegressAndALateUpdatedDoesNotRevive() {
        link();
        told("customer.subscription.updated", 20, subscribed("active", 3));
        assertThat(told("customer.subscription.created", 19, subscribed("incomplete", 1))
                        .outcome())
                .isEqualTo("stale");
        assertThat(told("customer.subscription.created", 20, subscribed("incomplete", 1))
                        .outcome())
                .isEqualTo("stale");
        assertThat(entitlement().path("status").asText()).isEqualTo("active");

        told("customer.subscription.deleted", 30, subscribed("canceled", 3));
        assertThat(told("customer.subscription.updated", 31, subscribed("active", 3))
                        .outcome())
                .isEqualTo("stale");
        assertThat(entitlement().path("access").asBoolean()).isFalse();
        assertThat(entitlement().path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void pauseAndResumeSuspendAndRestoreAccess() {
        link();
        told("customer.subscription.paused", 10, subscribed("paused", 3));
        assertThat(entitlement().path("access").asBoolean()).isFalse();

        told("customer.subscription.resumed", 11, subscribed("active", 3));
        assertThat(entitlement().path("access").asBoolean()).isTrue();
    }

    @Test
    void seatsPeriodCancellationAndPausedCollectionAreShown() {
        link();
        ObjectNode updated = subscribed("active", 5).put("cancel_at_period_end", true);
        updated.putObject("pause_collection").put("behavior", "void");
        told("customer.subscription.pending_update_applied", 10, updated);

        assertThat(entitlement().path("cancelAtPeriodEnd").asBoolean()).isTrue();
        assertThat(entitlement().path("collectionPaused").asBoolean()).isTrue();
        assertThat(entitlement().path("access").asBoolean()).isTrue();
        told("customer.subscription.pending_update_expired", 11, subscribed("active", 4));
        assertThat(entitlement().path("seats").path("bought").asInt()).isEqualTo(4);
    }

    @Test
    void theEndOfATrialIsNoticedOnceThreeDaysBefore() {
        link();
        ObjectNode trial = subscribed("trialing", 1).put("trial_end", START + MONTH);
        told("customer.subscription.trial_will_end", 10, trial);
        told("customer.subscription.trial_will_end", 11, trial);

        assertThat(notices("billing.trial-ending")).singleElement().satisfies(notice -> {
            assertThat(notice).containsEntry("org_id", org).containsEntry("audience", "customer");
            assertThat(notice.get("due")).isEqualTo((double) (START + MONTH - 3 * 86_400));
        });
        assertThat(entitlement().path("trialEnd").asText()).startsWith("2026-10-");
    }

    @Test
    void aDeletedCustomersAccessEnds() {
        link();
        told("customer.subscription.created", 10, subscribed("active", 1));
        told("customer.updated", 11, StripeObjects.customer(customer));
        told("customer.deleted", 12, StripeObjects.sample("deleted_customer").put("id", customer));

        assertThat(entitlement().path("reason").asText()).isEqualTo("account_closed");
        assertThat(entitlement().path("access").asBoolean()).isFalse();
    }

    @Test
    void aPaidInvoiceIsCreditedOnceThoughTwoEventsTellOfIt() {
        told("invoice.created", 9, billed("draft"));
        told("invoice.finalized", 10, billed("open"));
        told("invoice.paid", 11, billed("paid"));
        told("invoice.payment_succeeded", 11, billed("paid"));
        told("customer.subscription.created", 9, subscribed("active", 3));
        assertThat(credits()).isEmpty();

        link();
        told("invoice.payment_succeeded", 12, billed("paid"));

        assertThat(credits()).containsExactly(Map.of("kind", "invoice", "amount_minor", 3800L, "currency", "usd"));
        JsonNode entitlement = entitlement();
        assertThat(entitlement.path("wallet").toString()).isEqualTo("[{\"minor\":3800,\"currency\":\"usd\"}]");
        assertThat(entitlement.path("paidUntil").isNull()).isFalse();
        JsonNode invoices = admin.get("/api/billing/invoices").json().path("items");
        assertThat(invoices).hasSize(1);
        assertThat(invoices.get(0).path("status").asText()).isEqualTo("paid");
        assertThat(invoices.get(0).path("amountPaidMinor").asLong()).isEqualTo(3800);
    }

    @Test
    void aRefundReversesWhatWentBackAndNoMore() {
        link();
        told("invoice.paid", 10, billed("paid"));
        told("charge.refunded", 12, StripeObjects.charge("ch_" + name, customer, 3800, 1200));
        told("charge.refunded", 11, StripeObjects.charge("ch_" + name, customer, 3800, 500));
        told("charge.refunded", 12, StripeObjects.charge("ch_" + name, customer, 3800, 1200));

        assertThat(credits()).extracting(row -> row.get("amount_minor")).containsExactly(3800L, -1200L);
    }

    @Test
    void aFailedPaymentIsPastDueAndOneNoticeForEachAttempt() {
        link();
        told("customer.subscription.created", 10, subscribed("active", 3));
        told("invoice.payment_failed", 11, StripeObjects.failed(billed("open"), 1));
        told("invoice.payment_failed", 11, StripeObjects.failed(billed("open"), 1));

        assertThat(entitlement().path("status").asText()).isEqualTo("past_due");
        assertThat(entitlement().path("access").asBoolean()).isTrue();
        assertThat(entitlement().path("nextAttemptAt").isNull()).isFalse();
        assertThat(notices("billing.payment-failed")).hasSize(1);

        told("invoice.payment_failed", 20, StripeObjects.failed(billed("open"), 2));
        told("invoice.payment_action_required", 21, StripeObjects.failed(billed("open"), 2));
        assertThat(notices("billing.payment-failed")).hasSize(2);
        assertThat(notices("billing.action-required"))
                .singleElement()
                .satisfies(notice ->
                        assertThat(String.valueOf(notice.get("details"))).contains("https://invoice.stripe.test/2"));

        told("invoice.paid", 30, billed("paid"));
        assertThat(entitlement().path("status").asText()).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({"invoice.voided, void", "invoice.marked_uncollectible, uncollectible"})
    void anInvoiceThatNobodyPaysIsClosed(String type, String status) {
        link();
        told("invoice.finalized", 10, billed("open"));
        told(type, 11, billed(status));

        assertThat(state("invoice", invoice).path("status").asText()).isEqualTo(status);
        assertThat(credits()).isEmpty();
    }

    @Test
    void anInvoiceThatCannotBeFinalisedIsAnAlert() {
        told("invoice.finalization_failed", 10, billed("draft"));

        assertThat(notices("billing.finalization-failed"))
                .singleElement()
                .satisfies(notice -> assertThat(notice).containsEntry("audience", "operator"));
    }

    @Test
    void anUpcomingInvoiceHasNoIdAndIsNoError() {
        link();
        ObjectNode upcoming = billed("draft");
        upcoming.remove("id");

        assertThat(told("invoice.upcoming", 10, upcoming).outcome()).isEqualTo("applied");
    }

    @Test
    void cardsAreKnownAlsoWhenTheyAreGone() {
        ObjectNode card = StripeObjects.sample("payment_method").put("id", "pm_" + name);
        told("payment_method.attached", 10, card.deepCopy().put("customer", customer));
        assertThat(state("payment_method", "pm_" + name).path("status").asText())
                .isEqualTo("attached");

        told("payment_method.detached", 11, card);
        assertThat(state("payment_method", "pm_" + name).path("status").asText())
                .isEqualTo("detached");
        assertThat(told("customer.source.expiring", 12, card.put("customer", customer))
                        .outcome())
                .isEqualTo("applied");
    }

    @Test
    void aDisputeIsAnAlertUntilItIsClosedAndFlagsTheSubscription() {
        told("charge.dispute.created", 10, StripeObjects.dispute("dp_" + name, "ch_" + name, "needs_response"));
        link();
        told("customer.subscription.created", 10, subscribed("active", 1));
        told("charge.succeeded", 9, StripeObjects.charge("ch_" + name, customer, 3800, 0));

        assertThat(notices("billing.dispute"))
                .singleElement()
                .satisfies(notice ->
                        assertThat(notice).containsEntry("org_id", org).containsEntry("open", true));
        assertThat(subscriptions().path("disputed").asBoolean()).isTrue();

        told("charge.dispute.closed", 12, StripeObjects.dispute("dp_" + name, "ch_" + name, "won"));
        assertThat(notices("billing.dispute").getFirst()).containsEntry("open", false);
        assertThat(subscriptions().path("disputed").asBoolean()).isFalse();
    }

    @Test
    void featuresAreReplacedAsAWhole() {
        link();
        told("customer.subscription.created", 10, subscribed("active", 1));
        told("entitlements.active_entitlement_summary.updated", 11, features("search", "cap-table"));
        told("entitlements.active_entitlement_summary.updated", 12, features("search"));

        assertThat(entitlement().path("features").toString()).isEqualTo("[\"search\"]");
    }

    @Test
    void aConfiguredPriceThatIsNotAsConfiguredIsAnAlertUntilItIsAgain() {
        ObjectNode price =
                StripeObjects.sample("price").put("id", StripeObjects.BASE).put("unit_amount", 2900);
        told("price.updated", 10, price.deepCopy().put("active", false));
        assertThat(priceAlert()).contains("it is not active");

        told("price.updated", 11, price.deepCopy().put("unit_amount", 3900));
        assertThat(priceAlert()).contains("3900 usd");

        told("product.created", 11, StripeObjects.sample("product").put("active", false));
        told("price.updated", 12, price);
        assertThat(priceAlert()).contains("its product is not active");
        told("product.updated", 13, StripeObjects.sample("product"));
        assertThat(hub.system()
                        .queryForObject(
                                "select count(*) from notices where kind = 'billing.price' and closed_at is null",
                                Long.class))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ping", "plan.created", "invoiceitem.created", "customer.tax_id.created", "", "invoice", "v2.x"})
    void typesOfNoInterestAreIgnored(String type) {
        Events.Outcome outcome = told(type, 10, StripeObjects.customer(customer));

        assertThat(outcome.outcome()).isEqualTo("ignored");
        assertThat(outcome.effects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "",
                "null",
                "{\"data\":{\"object\":{}}}",
                "{\"data\":{\"object\":{\"id\":7}}}",
                "{\"data\":[]}"
            })
    void anEventWithoutItsObjectIsRefusedByCode(String body) {
        assertThatThrownBy(
                        () -> events.apply(new Events.Event("stripe", "evt_x", "customer.subscription.updated", body)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void unknownAndMissingFieldsAreNoError() {
        ObjectNode bare = Events.JSON.createObjectNode();
        bare.put("created", 1e300)
                .put("id", "sub_bare" + name)
                .put("items", "none")
                .putArray("new");

        assertThat(told("customer.subscription.updated", 10, bare).outcome()).isEqualTo("applied");
    }

    @Test
    void operatorsSeeAllOrgsPageByPageAndCustomersOnlyTheirOwn() {
        link();
        told("customer.subscription.created", 10, subscribed("active", 1));
        Api viewer = hub.as(null, Role.VIEWER);

        assertThat(viewer.get("/api/billing/subscriptions?limit=1&status=active")
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(viewer.get("/api/billing/subscriptions?status=king").status())
                .isEqualTo(400);
        assertThat(admin.get("/api/billing/subscriptions").status()).isEqualTo(403);
        assertThat(hub.as(org, Role.MEMBER).get("/api/billing/invoices").status())
                .isEqualTo(403);
        assertThat(hub.as("other-" + name, Role.ORG_ADMIN)
                        .get("/api/billing/entitlement")
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("no_subscription");
    }

    @Test
    void pagesOfInvoicesFollowEachOther() {
        link();
        for (int i = 0; i < 3; i++) {
            told("invoice.paid", 10 + i, billed("paid").put("id", invoice + i));
        }

        JsonNode first = admin.get("/api/billing/invoices?limit=2").json();
        JsonNode rest = admin.get("/api/billing/invoices?limit=2&after="
                        + first.path("next").asText())
                .json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    private Events.Outcome told(String type, long second, ObjectNode object) {
        return events.apply(Events.stripe("evt_%s_%03d".formatted(name, count++), type, START + second, object));
    }

    private void link() {
        told("checkout.session.completed", 1, checkout());
    }

    private ObjectNode checkout() {
        return StripeObjects.checkout("cs_" + name, customer, subscription, org);
    }

    private ObjectNode subscribed(String status, int seats) {
        return StripeObjects.subscription(subscription, customer, status, seats);
    }

    private ObjectNode billed(String status) {
        return StripeObjects.invoice(invoice, customer, subscription, status, 3800);
    }

    private ObjectNode features(String... keys) {
        ObjectNode summary = StripeObjects.sample("entitlements.active_entitlement_summary");
        summary.put("customer", customer);
        var data = ((ObjectNode) summary.path("entitlements"))
                .put("has_more", false)
                .putArray("data");
        List.of(keys).forEach(key -> data.addObject().put("id", "ent_" + key).put("lookup_key", key));
        return summary;
    }

    private JsonNode entitlement() {
        return admin.get("/api/billing/entitlement").json();
    }

    private JsonNode subscriptions() {
        JsonNode items = hub.as(null, Role.VIEWER)
                .get("/api/billing/subscriptions?limit=200")
                .json()
                .path("items");
        for (JsonNode item : items) {
            if (item.path("org").asText().equals(org)) {
                return item;
            }
        }
        throw new AssertionError(items);
    }

    private JsonNode state(String kind, String id) {
        String state = hub.system()
                .queryForObject(
                        "select state::text from provider_objects where provider = 'stripe' and kind = ? and object_id = ?",
                        String.class,
                        kind,
                        id);
        try {
            return Events.JSON.readTree(state);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Map<String, Object>> credits() {
        return hub.system()
                .queryForList(
                        "select kind, amount_minor, currency from wallet_entries where org_id = ? order by id", org);
    }

    private List<Map<String, Object>> notices(String kind) {
        return hub.system()
                .queryForList(
                        "select audience, org_id, details::text, closed_at is null as open,"
                                + " extract(epoch from due_at)::float8 as due from notices"
                                + " where kind = ? and notice_key like ? order by id",
                        kind,
                        "%" + name + "%");
    }

    private String priceAlert() {
        return String.valueOf(hub.system()
                .queryForObject(
                        "select text from notices where kind = 'billing.price' and closed_at is null", String.class));
    }
}
