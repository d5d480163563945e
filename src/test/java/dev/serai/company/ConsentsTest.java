package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.NewServiceKey;
import dev.serai.access.Role;
import dev.serai.access.Scopes;
import dev.serai.access.ServiceKeys;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person agrees, once, to a text of some version, and can end it; what was stays provable. */
class ConsentsTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "consent-" + UUID.randomUUID();
    private final Api person = hub.as(org, Role.MEMBER);

    @Test
    void aConsentIsGivenOnceAndWithdrawnOnce() {
        assertThat(has()).isFalse();

        IntStream.range(0, 8).parallel().forEach(i -> give("v1"));
        assertThat(has()).isTrue();
        give("v2");
        Api.Reply withdrawn = person.post("/api/consents", "{\"kind\":\"translation\",\"given\":false}");
        person.post("/api/consents", "{\"kind\":\"translation\",\"given\":false}");

        assertThat(withdrawn.json().path("given").asBoolean(true)).isFalse();
        assertThat(has()).isFalse();
        assertThat(person.get("/api/consents").json().path("items"))
                .hasSize(2)
                .allSatisfy(
                        item -> assertThat(item.path("withdrawnAt").isNull()).isFalse());
        assertThat(logged("consent.given")).isEqualTo(2);
        assertThat(logged("consent.withdrawn")).isEqualTo(2);
    }

    @Test
    void agreeingAgainAfterwardsIsANewConsent() {
        give("v1");
        person.post("/api/consents", "{\"kind\":\"translation\",\"given\":false}");

        Api.Reply again = give("v1");

        assertThat(again.json().path("given").asBoolean()).isTrue();
        assertThat(again.json().path("versions")).hasSize(1);
        assertThat(person.get("/api/consents?limit=1").json().path("next").asLong())
                .isPositive();
        assertThat(person.get("/api/consents").json().path("items")).hasSize(2);
    }

    @Test
    void theSamePersonInAnotherOrgHasNotAgreed() {
        give("v1");

        assertThat(hub.as("consent-" + UUID.randomUUID(), Role.MEMBER)
                        .get("/api/consents")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void theProofCannotBeRewritten() {
        give("v1");

        assertThatThrownBy(() -> hub.system().update("update user_consents set version = 'v9' where org_id = ?", org))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> hub.system().update("delete from user_consents where org_id = ?", org))
                .hasStackTraceContaining("permission denied");
        hub.system().update("update user_consents set withdrawn_at = clock_timestamp() where org_id = ?", org);
        assertThatThrownBy(
                        () -> hub.system().update("update user_consents set withdrawn_at = null where org_id = ?", org))
                .hasStackTraceContaining("only an open consent can be withdrawn");
    }

    @Test
    void aServiceKeyAgreesToNothing() {
        String key = hub.hub()
                .context()
                .getBean(ServiceKeys.class)
                .create(new NewServiceKey(org, "server", Scopes.USUAL, null, "test"))
                .text();
        Api server = new Api(hub.hub().address(), key);

        Api.Reply reply = server.post("/api/consents", "{\"kind\":\"translation\",\"given\":true,\"version\":\"v1\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(server.get("/api/consents").status()).isEqualTo(403);
        assertThat(server.post("/api/clerk/proxy", "{\"method\":\"GET\",\"path\":\"/v1/users/user_1\"}")
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/api/company-settings", "{\"cap_table_enabled\":true}")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"translation\",\"given\":true}",
                "{\"kind\":\"translation\",\"given\":false,\"version\":\"v1\"}",
                "{\"kind\":\"Translation\",\"given\":true,\"version\":\"v1\"}",
                "{\"kind\":\"translation\",\"given\":true,\"version\":\"v1\",\"userId\":\"somebody\"}",
                "{\"kind\":\"translation\"}"
            })
    void whatIsNoConsentIs400(String body) {
        assertThat(person.post("/api/consents", body).status()).isEqualTo(400);
    }

    private Api.Reply give(String version) {
        Api.Reply reply = person.post(
                "/api/consents", "{\"kind\":\"translation\",\"given\":true,\"version\":\"%s\"}".formatted(version));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private boolean has() {
        return Boolean.TRUE.equals(
                hub.system().queryForObject("select has_consent(?, 'tester', 'translation')", Boolean.class, org));
    }

    private Long logged(String action) {
        return hub.system()
                .queryForObject(
                        "select count(*) from activity_log where org_id = ? and action = ?", Long.class, org, action);
    }
}
