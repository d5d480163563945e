package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.NewServiceKey;
import dev.serai.access.Role;
import dev.serai.access.Scopes;
import dev.serai.access.ServiceKeys;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may do what with endpoints. Nothing is published to them here, so no name is ever looked up. */
class EndpointApiTest {
    private static final String PATH = "/api/webhook-endpoints";

    private final TestHub hub = TestHub.shared();
    private final String org = "endpoints-" + UUID.randomUUID();
    private final Api admin = hub.as(org, Role.ORG_ADMIN);

    @Test
    void anEndpointIsRegisteredReadChangedAndDeletedAndEachIsLogged() {
        Api.Reply created = create("https://hooks.example.com/a", "\"document.ready\",\"document.failed\"");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("secret").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(created.json().path("state").asText()).isEqualTo("active");
        String at = PATH + "/" + created.json().path("endpointId").asText();

        JsonNode changed = admin.call(
                        "PATCH",
                        at,
                        "application/json",
                        "{\"url\":\"https://hooks.example.com/b\",\"events\":[\"*\"],\"description\":\"ours\",\"paused\":true}")
                .json();
        assertThat(changed.path("url").asText()).isEqualTo("https://hooks.example.com/b");
        assertThat(changed.path("state").asText()).isEqualTo("paused");
        JsonNode untouched = admin.call("PATCH", at, "application/json", "{\"description\":\"\"}")
                .json();
        assertThat(untouched.path("events").get(0).asText()).isEqualTo("*");
        assertThat(untouched.path("state").asText()).isEqualTo("paused");
        assertThat(admin.get(at).json().path("pending").asInt()).isZero();
        assertThat(admin.delete(at).status()).isEqualTo(204);

        assertThat(admin.get(at).status()).isEqualTo(404);
        assertThat(admin.get(at).json().path("code").asText()).isEqualTo("SERAI-OUT-001");
        assertThat(hub.system()
                        .queryForList(
                                "select action from activity_log where org_id = ? order by id", String.class, org))
                .containsExactly(
                        "webhook-endpoint.created",
                        "webhook-endpoint.changed",
                        "webhook-endpoint.changed",
                        "webhook-endpoint.deleted");
    }

    @Test
    void everythingThatIsWrongWithAUrlIsSaidTogether() {
        Api.Reply reply = create("http://me@10.0.0.5:22/#x", "\"*\"");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-OUT-002");
        assertThat(reply.json().path("errors")).hasSize(5);
        assertThat(reply.text()).contains("10.0.0.5 is a private address");
        assertThat(admin.get(PATH).json().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"https://a.example\"}",
                "{\"url\":\"https://a.example\",\"events\":[]}",
                "{\"url\":\"https://a.example\",\"events\":[\"document.redy\"]}",
                "{\"url\":\"https://a.example\",\"events\":[\"*\",\"*\"]}",
                "{\"url\":\"https://a.example\",\"events\":[\"*\"],\"secret\":\"mine\"}",
                "{\"url\":7,\"events\":[\"*\"]}",
                "{\"url\":\"https://a.example\",\"events\":[\"*\"],\"description\":\"\\u0000\"}",
            })
    void aRequestThatDoesNotFollowTheContractIsRefused(String body) {
        Api.Reply reply = admin.post(PATH, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-001");
    }

    @Test
    void anOrgHasAsManyEndpointsAsItMayHoweverManyAskAtOnce() {
        List<Integer> statuses = IntStream.range(0, 26)
                .parallel()
                .mapToObj(i -> create("https://hooks.example.com/" + i, "\"*\"").status())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(20);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(6);
        assertThat(create("https://hooks.example.com/x", "\"*\"")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("SERAI-OUT-003");
    }

    @Test
    void pagesOfEndpointsFollowEachOther() {
        for (int i = 0; i < 5; i++) {
            create("https://hooks.example.com/" + i, "\"*\"");
        }
        JsonNode first = admin.get(PATH + "?limit=3").json();
        JsonNode rest = admin.get(PATH + "?limit=3&after=" + first.path("next").asText())
                .json();

        assertThat(first.path("items").findValuesAsText("url"))
                .containsExactly(
                        "https://hooks.example.com/4", "https://hooks.example.com/3", "https://hooks.example.com/2");
        assertThat(rest.path("items").findValuesAsText("url"))
                .containsExactly("https://hooks.example.com/1", "https://hooks.example.com/0");
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void anotherOrgsEndpointIsLikeOneThatDoesNotExist() {
        String id = create("https://hooks.example.com/mine", "\"*\"")
                .json()
                .path("endpointId")
                .asText();
        String at = PATH + "/" + id;
        Api thief = hub.as("thief-" + UUID.randomUUID(), Role.ORG_ADMIN);

        for (Api.Reply reply : List.of(
                thief.get(at),
                thief.get(at + "/deliveries"),
                thief.call("PATCH", at, "application/json", "{\"url\":\"https://thief.example/\"}"),
                thief.delete(at),
                thief.call("POST", at + "/rotate-secret", null, ""),
                thief.call("POST", at + "/test", null, ""),
                thief.call("POST", at + "/enable", null, ""),
                thief.call("POST", at + "/replay-failed", null, ""),
                thief.call("POST", at + "/deliveries/1/replay", null, ""))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-OUT-001");
            assertThat(reply.text()).doesNotContain("mine", org);
        }
        assertThat(thief.get(PATH).json().path("items")).isEmpty();
        assertThat(admin.get(at).json().path("url").asText()).isEqualTo("https://hooks.example.com/mine");
    }

    @Test
    void theOrgsLoginSeesOnlyItsOwnRowsAndNoSealedSecret() {
        create("https://hooks.example.com/mine", "\"*\"");
        DataSource app = hub.hub().context().getBean("appDataSource", DataSource.class);
        JdbcTemplate jdbc = new JdbcTemplate(app);
        new TransactionTemplate(new DataSourceTransactionManager(app)).executeWithoutResult(status -> {
            jdbc.queryForObject("select set_config('serai.org', 'someone-else', true)", String.class);
            assertThat(jdbc.queryForObject("select count(*) from webhook_endpoints", Long.class))
                    .isZero();
            assertThat(jdbc.queryForObject("select count(key_id) from webhook_endpoint_secrets", Long.class))
                    .isZero();
        });
        assertThatThrownBy(() -> jdbc.queryForList("select sealed from webhook_endpoint_secrets"))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.update("update outbound_messages set payload = '{}'"))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void endpointsAreForAdminsOfTheOrgAndForKeysWithTheScope() {
        assertThat(hub.as(org, Role.MEMBER).get(PATH).status()).isEqualTo(403);
        assertThat(hub.as(null, Role.OPERATOR).get(PATH).status()).isEqualTo(403);
        assertThat(key(Set.of(Scopes.WEBHOOKS)).get(PATH).status()).isEqualTo(403);
        assertThat(key(Set.of(Scopes.ADMIN_ORG)).get(PATH).status()).isEqualTo(403);
        Api both = key(Set.of(Scopes.WEBHOOKS, Scopes.ADMIN_ORG));
        assertThat(both.post(PATH, "{\"url\":\"https://hooks.example.com/\",\"events\":[\"*\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(both.get("/api/documents").status()).isEqualTo(403);
    }

    @Test
    void thePeopleOfTheHubLookAtAllAndChangeNothing() {
        create("https://hooks.example.com/seen", "\"*\"");
        Api viewer = hub.as(null, Role.VIEWER);

        JsonNode items =
                viewer.get("/api/admin/webhook-endpoints?org=" + org).json().path("items");

        assertThat(items).hasSize(1);
        assertThat(items.get(0).path("orgId").asText()).isEqualTo(org);
        assertThat(items.get(0).has("secret")).isFalse();
        assertThat(viewer.delete(PATH + "/" + items.get(0).path("endpointId").asText())
                        .status())
                .isEqualTo(403);
        assertThat(admin.get("/api/admin/webhook-endpoints").status()).isEqualTo(403);
    }

    @Test
    void aDeliveryThatIsNotThereCannotBeReplayedAndAMomentMustBeOne() {
        String at = PATH + "/"
                + create("https://hooks.example.com/", "\"*\"")
                        .json()
                        .path("endpointId")
                        .asText();

        Api.Reply replay = admin.call("POST", at + "/deliveries/987654321/replay", null, "");
        assertThat(replay.json().path("code").asText()).isEqualTo("SERAI-OUT-005");
        assertThat(admin.call("POST", at + "/replay-failed?since=2026-02-30T00:00:00Z", null, "")
                        .status())
                .isEqualTo(400);
        assertThat(admin.call("POST", at + "/replay-failed", null, "")
                        .json()
                        .path("replayed")
                        .asInt())
                .isZero();
    }

    @Test
    void aDeliveryUnderWayIsNotReplayed() {
        String id = create("https://hooks.example.com/", "\"subscription.*\"")
                .json()
                .path("endpointId")
                .asText();
        // Far in the future, so that nothing is sent.
        hub.system()
                .update("update webhook_endpoints set waits_until = now() + interval '1 hour' where id = ?::uuid", id);
        hub.system().queryForList("select outbound_publish(?, 'subscription.changed', 'k', '{}')", org);
        Long delivery = hub.system()
                .queryForObject(
                        "update outbound_deliveries set state = 'sending', lease_until = now() + interval '1 hour'"
                                + " where org_id = ? returning id",
                        Long.class,
                        org);

        Api.Reply reply = admin.call("POST", PATH + "/" + id + "/deliveries/" + delivery + "/replay", null, "");

        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-OUT-006");
        admin.delete(PATH + "/" + id);
    }

    private Api.Reply create(String url, String events) {
        return admin.post(PATH, "{\"url\":\"%s\",\"events\":[%s]}".formatted(url, events));
    }

    private Api key(Set<String> scopes) {
        String text = hub.hub()
                .context()
                .getBean(ServiceKeys.class)
                .create(new NewServiceKey(org, "hooks", scopes, null, "test"))
                .text();
        return new Api(hub.hub().address(), text);
    }
}
