package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A feature that is off for an org is off at its next request, whoever turned it off and however. */
class FeatureGateTest {
    private static final String QUERY = "{\"query\":\"anything\",\"mode\":\"keyword\"}";

    private final TestHub hub = TestHub.shared();
    private final String org = "gate-" + UUID.randomUUID();
    private final Api member = hub.as(org, Role.MEMBER);
    private final Api operator = hub.as(null, Role.OPERATOR);

    @Test
    void aFeatureThatIsTurnedOffIsRefusedAtOnceAndComesBackAtOnce() {
        assertThat(member.post("/api/search", QUERY).status()).isEqualTo(200);

        operator.post("/api/company-settings?org=" + org, "{\"search_enabled\":false}");
        Api.Reply off = member.post("/api/search", QUERY);
        operator.post("/api/company-settings?org=" + org, "{\"search_enabled\":null}");

        assertThat(off.status()).isEqualTo(403);
        assertThat(off.json().path("code").asText()).isEqualTo("SERAI-COMPANY-001");
        assertThat(off.json().path("reason").asText()).isEqualTo("feature-off");
        assertThat(off.json().path("detail").asText()).contains("search", org);
        assertThat(off.json().path("help").asText()).contains("operator of the hub", "\"search_enabled\": true");
        assertThat(member.post("/api/search", QUERY).status()).isEqualTo(200);
    }

    @Test
    void anUpdateTypedByHandHoldsAtTheNextRequestEvenOfAnOrgThatNeverChose() {
        assertThat(upload("first").status()).isEqualTo(202);

        int rows = hub.system()
                .update("update company_settings set features = '{\"uploads\": false}' where org_id = ?", org);
        Api.Reply off = upload("second");

        assertThat(rows).isEqualTo(1);
        assertThat(off.status()).as(off.text()).isEqualTo(403);
        assertThat(off.json().path("detail").asText()).contains("uploads");
        assertThat(member.get("/api/documents").json().path("items")).hasSize(1);
        assertThat(member.post("/api/search", QUERY).status()).isEqualTo(200);
    }

    @Test
    void anotherOrgIsNotConcerned() {
        operator.post("/api/company-settings?org=" + org, "{\"search_enabled\":false}");

        assertThat(hub.as("gate-" + UUID.randomUUID(), Role.MEMBER)
                        .post("/api/search", QUERY)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aGateIsPassedBeforeTheRequestIsRead() {
        operator.post("/api/company-settings?org=" + org, "{\"search_enabled\":false}");

        assertThat(member.post("/api/search", "{").status()).isEqualTo(403);
        assertThat(hub.anonymous().post("/api/search", QUERY).status()).isEqualTo(401);
    }

    @Test
    void operationsWithoutAFeatureAskNothing() {
        hub.as(org, Role.MEMBER).get("/api/documents");

        assertThat(hub.system()
                        .queryForObject("select count(*) from company_settings where org_id = ?", Long.class, org))
                .isZero();
    }

    @Test
    void aFeatureCanBeAddedByConfigurationAndIsOffUntilTheOrgTurnsItOn() {
        try (TestHub own = TestHub.own(Map.of(
                "serai.features[3].name", "listing",
                "serai.features[3].title", "Lists of documents",
                "serai.features[3].default", "false",
                "serai.features[3].operations", "listDocuments",
                "serai.features[0].name", "cap_table",
                "serai.features[0].title", "Cap table",
                "serai.features[1].name", "uploads",
                "serai.features[1].title", "Uploads",
                "serai.features[2].name", "search",
                "serai.features[2].title", "Search"))) {
            Api admin = own.as(org, Role.ORG_ADMIN);
            Api.Reply off = admin.get("/api/documents");

            Api.Reply on = admin.post("/api/company-settings", "{\"listing_enabled\":true}");

            assertThat(off.status()).isEqualTo(403);
            assertThat(off.json().path("help").asText()).startsWith("An admin of the org or an operator");
            assertThat(on.status()).as(on.text()).isEqualTo(200);
            assertThat(admin.get("/api/documents").status()).isEqualTo(200);
            assertThat(own.as(null, Role.ADMIN)
                            .get("/api/company-settings?org=" + org)
                            .status())
                    .isEqualTo(200);
        }
    }

    private Api.Reply upload(String content) {
        return member.upload(content + ".txt", (content + " words").getBytes(StandardCharsets.UTF_8));
    }
}
