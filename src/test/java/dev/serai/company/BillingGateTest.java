package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.webhooks.Sender;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With billing enforced, work that costs is for orgs with access; what they have stays readable. */
class BillingGateTest {
    private static final String QUERY = "{\"query\":\"anything\",\"mode\":\"keyword\"}";

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of("LEAD_OS_BILLING_ENFORCE", "true", "STRIPE_WEBHOOK_SECRET", Sender.STRIPE_SECRET));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void anOrgWithoutAccessIs402AndReadsOn() {
        Api api = hub.as("late-" + UUID.randomUUID(), Role.ORG_ADMIN);
        String unknown = UUID.randomUUID().toString();

        List<Api.Reply> refused = List.of(
                api.post("/api/search", QUERY),
                api.upload("a.txt", new byte[] {'a'}),
                api.post("/api/analysis/regenerate", "{\"documentId\":\"%s\"}".formatted(unknown)),
                api.call("POST", "/api/documents/" + unknown + "/reprocess", null, ""));

        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.text()).isEqualTo(402);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-COMPANY-002");
            assertThat(reply.json().path("reason").asText()).isEqualTo("payment-required");
            assertThat(reply.json().path("detail").asText()).contains("no_subscription");
        });
        assertThat(api.get("/api/documents").status()).isEqualTo(200);
        assertThat(api.get("/api/company-settings").status()).isEqualTo(200);
    }

    @Test
    void whatStripeTellsOpensAndClosesAnOrgsWork() {
        String org = "paying-" + UUID.randomUUID();
        Api api = hub.as(org, Role.MEMBER);

        tell(org, 1, "customer.subscription.created", "active");
        await().untilAsserted(() ->
                assertThat(api.post("/api/search", QUERY).status()).isEqualTo(200));

        tell(org, 2, "customer.subscription.deleted", "canceled");
        await().untilAsserted(() ->
                assertThat(api.post("/api/search", QUERY).status()).isEqualTo(402));
        assertThat(api.post("/api/search", QUERY).json().path("detail").asText())
                .contains("canceled");
    }

    private static void tell(String org, int second, String type, String status) {
        Api.Reply reply = new Sender(hub.anonymous()).stripe("""
                {"id":"evt_%1$s_%2$d","object":"event","created":%2$d,"livemode":false,"type":"%3$s","data":{"object":
                 {"id":"sub_%1$s","object":"subscription","customer":"cus_%1$s","status":"%4$s",
                  "metadata":{"org_id":"%1$s"},"items":{"object":"list","data":[]}}}}""".formatted(org, second, type, status));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    void withoutEnforcementNobodyIsAsked() {
        Api api = TestHub.shared().as("late-" + UUID.randomUUID(), Role.MEMBER);

        assertThat(api.post("/api/search", QUERY).status()).isEqualTo(200);
    }
}
