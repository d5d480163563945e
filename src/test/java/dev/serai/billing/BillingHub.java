package dev.serai.billing;

import dev.serai.TestHub;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hub with a plan and without a key for Stripe, for all tests of the run that apply events. */
final class BillingHub {
    private static @Nullable TestHub shared;

    private BillingHub() {}

    static synchronized TestHub shared() {
        if (shared == null) {
            shared = TestHub.own(Map.of(
                    "STRIPE_BASE_PRICE_ID", StripeObjects.BASE,
                    "STRIPE_SEAT_PRICE_ID", StripeObjects.SEAT,
                    "LEAD_OS_BILLING_ENFORCE", "true"));
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }
}
