package dev.serai.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.mirror.Events;
import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.Reading;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stripe's forms of several API versions mean the same. */
class StripeReaderTest {
    private final StripeReader reader = new StripeReader();

    @Test
    void thePeriodIsOnTheItemsOrOnTheSubscription() {
        ObjectNode current = StripeObjects.subscription("sub_1", "cus_1", "active", 3);
        ObjectNode old = current.deepCopy();
        old.path("items")
                .path("data")
                .forEach(item -> ((ObjectNode) item).without(List.of("current_period_start", "current_period_end")));
        old.put("current_period_end", StripeObjects.START + StripeObjects.MONTH);

        assertThat(read("customer.subscription.updated", old).getFirst().state().get("periodEnd"))
                .isEqualTo(read("customer.subscription.updated", current)
                        .getFirst()
                        .state()
                        .get("periodEnd"))
                .isEqualTo(StripeObjects.START + StripeObjects.MONTH);
    }

    @Test
    void anInvoicesSubscriptionIsUnderItsParentOrItsOwn() {
        ObjectNode old = StripeObjects.invoice("in_1", "cus_1", "sub_1", "paid", 3800);
        ObjectNode current = old.deepCopy();
        current.remove("subscription");
        current.putObject("parent").putObject("subscription_details").put("subscription", "sub_1");

        assertThat(read("invoice.paid", current)).isEqualTo(read("invoice.paid", old));
        assertThat(read("invoice.paid", old).getLast().state()).containsEntry("subscription", "sub_1");
    }

    @Test
    void anExpandedObjectIsItsId() {
        ObjectNode invoice = StripeObjects.invoice("in_1", "cus_1", "sub_1", "open", 3800);
        ObjectNode expanded = invoice.deepCopy();
        expanded.set("customer", StripeObjects.customer("cus_1"));

        assertThat(read("invoice.finalized", expanded)).isEqualTo(read("invoice.finalized", invoice));
    }

    @Test
    void amountsOfMoreThanALongAndNumbersThatAreTextsCountAsAbsent() {
        ObjectNode charge = StripeObjects.charge("ch_1", "cus_1", 100, 0);
        charge.put("amount", new BigInteger("9".repeat(30))).put("amount_refunded", "12");

        assertThat(read("charge.refunded", charge).getFirst().state())
                .isEqualTo(Map.of("refunded", 0L, "currency", "usd", "status", "succeeded"));
    }

    @Test
    void customersWaitForThemselvesAndDisputesForTheirCharge() {
        Reading dispute = reading("charge.dispute.created", StripeObjects.dispute("dp_1", "ch_1", "needs_response"));

        assertThat(dispute.locks()).startsWith("charge:ch_1");
        assertThat(reading("charge.refunded", StripeObjects.charge("ch_1", "cus_1", 1, 1))
                        .locks())
                .containsExactly("charge:ch_1", "customer:cus_1");
    }

    @Test
    void anAnswerOfTheApiCountsMoreThanAllEventsOfItsSecond() {
        Fields object = new Fields(StripeObjects.subscription("sub_1", "cus_1", "incomplete", 1));
        Observation fetched =
                reader.fetched("subscription", object, 10).observations().getFirst();

        assertThat(fetched.eventAt()).isEqualTo(10);
        assertThat(fetched.eventRank())
                .isGreaterThan(
                        read("customer.subscription.updated", StripeObjects.subscription("s", "c", "canceled", 1))
                                .getFirst()
                                .eventRank());
    }

    private List<Observation> read(String type, ObjectNode object) {
        return reading(type, object).observations();
    }

    private Reading reading(String type, ObjectNode object) {
        ObjectNode event = Events.JSON.createObjectNode().put("created", 10);
        event.putObject("data").set("object", object);
        return reader.read(type, new Fields(event)).orElseThrow();
    }
}
