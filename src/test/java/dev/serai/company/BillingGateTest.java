package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** With billing enforced, work that costs is for orgs with access; what they have stays readable. */
class BillingGateTest {
    private static final String QUERY = "{\"query\":\"anything\",\"mode\":\"keyword\"}";

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of("LEAD_OS_BILLING_ENFORCE", "true"));
        // Billing's own answer, of which only the form matters here.
        JdbcTemplate owner = new JdbcTemplate(new DriverManagerDataSource(
                hub.setting("serai.database.admin.url"),
                hub.setting("serai.database.admin.username"),
                hub.setting("serai.database.admin.password")));
        owner.execute("drop function billing_access(text)");
        owner.execute("create function billing_access(org text) returns table (open boolean, reason text) language sql"
                + " stable as $$ select org like 'paying-%', 'the subscription ended' $$");
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
            assertThat(reply.json().path("detail").asText()).contains("the subscription ended");
        });
        assertThat(api.get("/api/documents").status()).isEqualTo(200);
        assertThat(api.get("/api/company-settings").status()).isEqualTo(200);
    }

    @Test
    void anOrgWithAccessIsServed() {
        Api api = hub.as("paying-" + UUID.randomUUID(), Role.MEMBER);

        assertThat(api.post("/api/search", QUERY).status()).isEqualTo(200);
    }

    @Test
    void withoutEnforcementNobodyIsAsked() {
        Api api = TestHub.shared().as("late-" + UUID.randomUUID(), Role.MEMBER);

        assertThat(api.post("/api/search", QUERY).status()).isEqualTo(200);
    }
}
