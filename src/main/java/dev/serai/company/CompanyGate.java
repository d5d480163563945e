package dev.serai.company;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Says no to an org without the feature or the subscription that an operation needs; routes ask who has what. */
public final class CompanyGate {
    CompanyGate() {}

    public void refuseFeature(Exchange exchange) {
        Message message = exchange.getMessage();
        String setting = message.getHeader("setting", String.class);
        boolean byOrg = "org_admin".equals(message.getHeader("changedBy"));
        throw Refusal.of(
                Reason.FEATURE_OFF,
                "The feature %s (%s) is off for the org %s"
                        .formatted(
                                message.getHeader("feature"),
                                message.getHeader("title"),
                                exchange.getProperty("orgId")),
                "%s can turn it on: POST /api/company-settings {\"%s\": true}"
                        .formatted(
                                byOrg ? "An admin of the org or an operator of the hub" : "An operator of the hub",
                                setting));
    }

    /** Header {@code why}: what billing says of the org. */
    public void refusePayment(Exchange exchange) {
        Message message = exchange.getMessage();
        throw Refusal.of(
                Reason.PAYMENT_REQUIRED,
                "%s has to be paid for, and the org %s has no access: %s"
                        .formatted(
                                message.getHeader("operation"),
                                exchange.getProperty("orgId"),
                                message.getHeader("why")),
                "An admin of the org sees to the subscription; what is stored stays and can be read");
    }
}
