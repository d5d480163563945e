package dev.serai.clerk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Day 28: with the hub's key to Clerk in reach, nobody gets further than to the listed calls for their own org. */
@ExtendWith(OutputCaptureExtension.class)
class BadDay28ClerkProxyTest {
    private static final String KEY = "sk_test_very-secret-clerk-key";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final WireMockServer clerk =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static TestHub hub;

    private final String org = "org_" + UUID.randomUUID().toString().replace("-", "");
    private final String members = "/v1/organizations/" + org + "/memberships";
    private final Api admin = hub.as(org, Role.ORG_ADMIN);
    private final Api member = hub.as(org, Role.MEMBER);
    private final Api operator = hub.as(null, Role.OPERATOR);

    @BeforeAll
    static void start() {
        clerk.start();
        hub = TestHub.own(Map.of(
                "CLERK_API_URL",
                clerk.baseUrl(),
                "CLERK_SECRET_KEY",
                KEY,
                "serai.clerk.timeout-ms",
                "1500",
                "serai.clerk.proxy.max-answer",
                "100KB"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        clerk.stop();
    }

    @BeforeEach
    void forget() {
        clerk.resetAll();
    }

    // ---- what goes through

    @Test
    void anAllowedCallCarriesTheHubsKeyAndNothingOfTheCaller() {
        answer(get(urlPathEqualTo(members)), okJson("{\"data\":[{\"role\":\"org:admin\"}],\"total_count\":1}"));

        Api.Reply reply = admin.send(admin.request("/api/clerk/proxy")
                .header("Content-Type", "application/json")
                .header("CamelHttpUri", "http://127.0.0.1:1/")
                .header("CamelHttpPath", "/v1/users")
                .header("X-Forwarded-Host", "evil.test")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        wish("GET", members, "{\"limit\":5,\"order_by\":\"-created_at\",\"role\":\"a&b=c#d\"}", null)))
                .build());

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("total_count").asInt()).isEqualTo(1);
        LoggedRequest request = only();
        assertThat(request.getUrl()).isEqualTo(members + "?limit=5&order_by=-created_at&role=a%26b%3Dc%23d");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.getHeaders().keys())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).matches("camel.*|x-.*|org.*|userid"));
    }

    @Test
    void aChangeIsWrittenDownBeforeAndAfter() {
        answer(any(anyUrl()), okJson("{\"id\":\"orgmem_1\"}"));

        Api.Reply reply = call(admin, "PATCH", members + "/user_7", null, "{\"role\":\"org:member\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(only().getBodyAsString()).isEqualTo("{\"role\":\"org:member\"}");
        assertThat(logged())
                .containsExactly(
                        "clerk.asked tester PATCH " + members
                                + "/user_7 {\"role\": \"org:member\", \"fields\": [\"role\"]}",
                        "clerk.answered tester PATCH " + members + "/user_7 {\"status\": 200}");
    }

    @Test
    void anAddressInAnInvitationIsNotWrittenDown() {
        answer(any(anyUrl()), okJson("{\"id\":\"orginv_1\"}"));

        call(
                admin,
                "POST",
                "/v1/organizations/" + org + "/invitations",
                null,
                "{\"email_address\":\"ann@acme.test\",\"role\":\"org:member\"}");

        assertThat(only().getBodyAsString()).contains("ann@acme.test").doesNotContain("inviter_user_id");
        assertThat(logged()).hasSize(2).noneMatch(row -> row.contains("ann@"));
    }

    @Test
    void anOperatorActsOnAnyOrgAndIsAudited() {
        answer(any(anyUrl()), okJson("{\"id\":\"orgmem_1\"}"));

        Api.Reply reply = call(operator, "DELETE", members + "/user_7", null, null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode rows = operator.get("/api/operator/audit?limit=2").json().path("items");
        assertThat(rows.findValuesAsText("action")).containsExactly("clerk.answered", "clerk.asked");
        assertThat(rows.get(0).path("subject").asText()).isEqualTo("DELETE " + members + "/user_7");
        assertThat(rows.get(0).path("details").toString()).isEqualTo("{\"status\":200}");
        assertThat(logged()).isEmpty();
    }

    @Test
    void aCallThatOnlyReadsLeavesNoRow() {
        answer(any(anyUrl()), okJson("{\"id\":\"" + org + "\"}"));

        assertThat(call(member, "GET", "/v1/organizations/" + org, null, null).status())
                .isEqualTo(200);
        assertThat(logged()).isEmpty();
    }

    // ---- whose it is

    @Test
    void badDay28_aUserIsShownOnlyWhenClerkSaysThatItIsAMemberAndWithoutWhatIsPrivate() {
        memberships("user_7");
        answer(
                get(urlPathEqualTo("/v1/users/user_7")),
                okJson("{\"id\":\"user_7\",\"private_metadata\":{\"plan\":\"x\"},\"a\":[{\"private_metadata\":{}}]}"));

        Api.Reply reply = call(member, "GET", "/v1/users/user_7", null, null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("user_7").doesNotContain("private_metadata");
        assertThat(call(operator, "GET", "/v1/users/user_7", null, null).text()).contains("private_metadata");
    }

    @Test
    void badDay28_anotherOrgsUserIsAnsweredLikeOneThatDoesNotExist() {
        answer(any(anyUrl()), okJson("{\"id\":\"user_8\"}"));
        answer(get(urlPathEqualTo(members)), okJson("{\"data\":[],\"total_count\":0}"));
        Api.Reply foreign = call(member, "GET", "/v1/users/user_8", null, null);
        memberships("user_7");
        answer(
                get(urlPathEqualTo("/v1/users/user_7")),
                aResponse().withStatus(404).withBody("{\"errors\":[]}"));

        Api.Reply missing = call(member, "GET", "/v1/users/user_7", null, null);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(foreign.json().path("detail")).isEqualTo(missing.json().path("detail"));
        assertThat(foreign.json().path("code").asText()).isEqualTo("SERAI-CLERK-003");
        clerk.verify(0, getRequestedFor(urlPathEqualTo("/v1/users/user_8")));
    }

    @Test
    void badDay28_aFilterThatClerkIgnoresProvesNothing() {
        memberships("user_9");
        answer(get(urlPathEqualTo("/v1/users/user_7")), okJson("{\"id\":\"user_7\"}"));

        assertThat(call(member, "GET", "/v1/users/user_7", null, null).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"own, user_7, 200", "own, user_8, 404", "other, user_7, 404", "none, user_7, 404"})
    void badDay28_onlyASessionInTheOwnOrgOfAMemberIsRevoked(String where, String user, int status) {
        memberships("user_7");
        String active = where.equals("own") ? "\"" + org + "\"" : where.equals("other") ? "\"org_other\"" : "null";
        answer(
                get(urlPathEqualTo("/v1/sessions/sess_1")),
                okJson("{\"id\":\"sess_1\",\"user_id\":\"%s\",\"last_active_organization_id\":%s}"
                        .formatted(user, active)));
        answer(
                post(urlPathEqualTo("/v1/sessions/sess_1/revoke")),
                okJson("{\"id\":\"sess_1\",\"status\":\"revoked\"}"));

        Api.Reply reply = call(admin, "POST", "/v1/sessions/sess_1/revoke", null, null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        clerk.verify(status == 200 ? 1 : 0, postRequestedFor(urlPathEqualTo("/v1/sessions/sess_1/revoke")));
        assertThat(logged()).hasSize(status == 200 ? 2 : 0);
    }

    @Test
    void badDay28_ofAMembersSessionsThoseInOtherOrgsAreNotShown() {
        memberships("user_7");
        answer(
                get(urlPathEqualTo("/v1/sessions")),
                okJson("[{\"id\":\"sess_1\",\"last_active_organization_id\":\"%s\"},".formatted(org)
                        + "{\"id\":\"sess_2\",\"last_active_organization_id\":\"org_other\"},{\"id\":\"sess_3\"}]"));

        assertThat(call(admin, "GET", "/v1/sessions", "{\"user_id\":\"user_7\"}", null)
                        .json()
                        .findValuesAsText("id"))
                .containsExactly("sess_1");
        assertThat(call(admin, "GET", "/v1/sessions", null, null).status()).isEqualTo(400);
        assertThat(call(admin, "GET", "/v1/sessions", "{\"user_id\":\"user_8\"}", null)
                        .status())
                .isEqualTo(404);
    }

    // ---- what does not go through

    static Stream<String> hostile() {
        return Stream.of(
                        // out of the list by the path
                        "/v1/organizations/OWN/../../users",
                        "/v1/organizations/OWN/./memberships",
                        "/v1/organizations/OWN/%2e%2e/users",
                        "/v1/organizations/OWN/%2E%2E%2Fusers",
                        "/v1/organizations/OWN%2fmemberships",
                        "/v1/organizations/OWN%00/memberships",
                        "/v1//organizations/OWN/memberships",
                        "//evil.test/v1/organizations/OWN",
                        "/v1/organizations/OWN/memberships/",
                        "/v1/organizations/OWN\\..\\users",
                        "/v1\\users",
                        "/v1/organizations/OWN;a=b/memberships",
                        "/v1/organizations/OWN/memberships?limit=500",
                        "/v1/organizations/OWN#/memberships",
                        "/v1/users/user_1@evil.test",
                        "@evil.test/v1/users",
                        ":80/v1/users",
                        "/v1/organizations/ OWN/memberships",
                        "/v1/organizations/OWN/memberships ",
                        "/v1/organizations/OWN/memberships\n",
                        "/v1/organizations/OWN/memberships\r\nHost: evil.test",
                        "/v1/organizations/OWN HTTP/1.1\r\nX: y",
                        "/v1/organizations/OWN\u0000",
                        "/v1/organizations/OWN／memberships",
                        "/v1/organizations/ＯＷＮ",
                        "/v1/organizations/${env:HOME}",
                        "/v1/organizations/{{serai.clerk.secret-key}}",
                        "/v1/organizations/OWN/..%252f..%252fusers",
                        // another host altogether
                        "http://169.254.169.254/latest/meta-data",
                        "https://api.clerk.com/v1/users",
                        "http://[::ffff:127.0.0.1]/v1/users",
                        "http://2130706433/",
                        "file:///etc/passwd",
                        "gopher://127.0.0.1:6379/_FLUSHALL",
                        "",
                        "v1/users",
                        "/v2/users/user_1",
                        "/oauth/token")
                .map(path -> wish("GET", path, null, null));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void badDay28_aHostilePathIs400BeforeAnyCall(String wish) {
        Api.Reply reply = admin.post("/api/clerk/proxy", wish.replace("OWN", org));
        Api.Reply byOperator = operator.post("/api/clerk/proxy", wish.replace("OWN", org));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(byOperator.status()).isEqualTo(400);
        assertThat(reply.text() + byOperator.text()).doesNotContain(KEY);
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    static Stream<String> unlisted() {
        return Stream.of(
                wish("GET", "/v1/users", null, null),
                wish("POST", "/v1/users", null, "{\"email_address\":\"a@b.test\"}"),
                wish("DELETE", "/v1/users/user_1", null, null),
                wish("PATCH", "/v1/users/user_1", null, "{\"role\":\"x\"}"),
                wish("POST", "/v1/users/user_1/ban", null, null),
                wish("GET", "/v1/organizations", null, null),
                wish("DELETE", "/v1/organizations/OWN", null, null),
                wish("PATCH", "/v1/organizations/OWN", null, "{\"role\":\"x\"}"),
                wish("POST", "/v1/organizations/OWN/memberships", null, "{\"user_id\":\"user_1\",\"role\":\"x\"}"),
                wish("POST", "/v1/sign_in_tokens", null, "{\"user_id\":\"user_1\"}"),
                wish("POST", "/v1/actor_tokens", null, null),
                wish("GET", "/v1/jwks", null, null),
                wish("GET", "/V1/Users/user_1", null, null),
                wish("POST", "/v1/sessions/sess_1/tokens", null, null),
                wish("GET", "/v1/organizations/OWN/memberships/user_1/metadata", null, null));
    }

    @ParameterizedTest
    @MethodSource("unlisted")
    void badDay28_aCallThatIsNotListedIsToldTheListAndNotMade(String wish) {
        Api.Reply reply = admin.post("/api/clerk/proxy", wish.replace("OWN", org));

        assertThat(reply.status()).as(reply.text()).isIn(400, 403);
        if (reply.status() == 403) {
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-CLERK-001");
            assertThat(reply.json().path("errors").findValuesAsText("message"))
                    .contains("GET /v1/organizations/{organization_id}/memberships");
        }
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void badDay28_anotherOrgIs403AndWrittenDownInTheOwnActivity() {
        for (String path : List.of("", "/memberships", "/invitations")) {
            Api.Reply reply = call(admin, "GET", "/v1/organizations/org_victim" + path, null, null);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-014");
        }
        assertThat(call(admin, "DELETE", "/v1/organizations/org_victim/memberships/user_1", null, null)
                        .status())
                .isEqualTo(403);
        assertThat(logged()).hasSize(4).allMatch(row -> row.startsWith("org.refused"));
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "member, PATCH, /memberships/user_7",
        "member, DELETE, /memberships/user_7",
        "member, GET, /invitations",
        "member, POST, /invitations",
        "viewer, DELETE, /memberships/user_7",
        "viewer, POST, /invitations"
    })
    void rolesAreKeptApart(String role, String method, String path) {
        Api api = hub.as(role.equals("viewer") ? null : org, Role.of(role).orElseThrow());

        Api.Reply reply = call(api, method, "/v1/organizations/" + org + path, null, null);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-011");
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    static Stream<String> badParts() {
        return Stream.of(
                "\"query\":{\"organization_id\":\"org_victim\"}",
                "\"query\":{\"limit\":\"1\\r\\nHost: evil.test\"}",
                "\"query\":{\"limit\":[1,2]}",
                "\"query\":{\"limit\":{\"a\":1}}",
                "\"query\":{\"limit\":null}",
                "\"query\":{\"limit\":\"\"}",
                "\"query\":{\"li&mit\":\"1\"}",
                "\"query\":{\"limit\":\"\\ud800\"}",
                "\"query\":\"limit=1\"",
                "\"body\":{\"role\":\"x\"}",
                "\"body\":[1]",
                "\"headers\":{\"Authorization\":\"Bearer x\"}",
                "\"host\":\"evil.test\"",
                "\"url\":\"http://evil.test\"");
    }

    @ParameterizedTest
    @MethodSource("badParts")
    void badDay28_badQueriesBodiesAndExtrasAre400(String part) {
        Api.Reply reply =
                admin.post("/api/clerk/proxy", "{\"method\":\"GET\",\"path\":\"%s\",%s}".formatted(members, part));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "GET /x", "GET\\r\\nHost: evil.test", ""})
    void badDay28_otherMethodsAre400(String method) {
        Api.Reply reply =
                admin.post("/api/clerk/proxy", "{\"method\":\"%s\",\"path\":\"%s\"}".formatted(method, members));

        assertThat(reply.status()).isEqualTo(400);
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void badDay28_fieldsThatWouldGrantMoreAreNotPassedOn() {
        Api.Reply reply = call(
                admin,
                "POST",
                "/v1/organizations/" + org + "/invitations",
                "{\"x\":1}",
                "{\"email_address\":\"a@b.test\",\"role\":\"r\",\"redirect_url\":\"http://evil.test\","
                        + "\"private_metadata\":\"x\",\"inviter_user_id\":\"user_boss\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors")).hasSize(4);
        clerk.verify(0, anyRequestedFor(anyUrl()));
    }

    // ---- what Clerk answers

    @ParameterizedTest
    @CsvSource({
        "401, 502, SERAI-CLERK-006",
        "403, 502, SERAI-CLERK-006",
        "400, 422, SERAI-CLERK-004",
        "404, 404, SERAI-CLERK-003",
        "409, 422, SERAI-CLERK-004",
        "422, 422, SERAI-CLERK-004",
        "429, 429, SERAI-CLERK-005",
        "500, 503, SERAI-CLERK-008",
        "503, 503, SERAI-CLERK-008",
        "302, 502, SERAI-CLERK-007"
    })
    void clerksNoIsAProblemOfOurs(int theirs, int ours, String code) {
        answer(
                any(anyUrl()),
                aResponse()
                        .withStatus(theirs)
                        .withHeader("Retry-After", "17")
                        .withHeader("Location", clerk.baseUrl() + "/elsewhere")
                        .withHeader("Set-Cookie", "a=b")
                        .withBody("{\"errors\":[{\"code\":\"resource_thing\",\"message\":\"no " + "x".repeat(500)
                                + "\"}]}"));

        Api.Reply reply = call(admin, "GET", members, null, null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(ours);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.header("set-cookie")).isEmpty();
        assertThat(reply.header("retry-after")).isEqualTo(ours == 429 || ours == 503 ? "17" : "");
        assertThat(reply.text().contains("resource_thing")).isEqualTo(ours == 422 || ours == 502);
        assertThat(reply.text()).doesNotContain(KEY).hasSizeLessThan(1200);
        only();
    }

    @ParameterizedTest
    @CsvSource({"text", "long", "number", "deep"})
    void anAnswerThatCannotBeUsedIs502(String kind) {
        String body = switch (kind) {
            case "text" -> "<html>";
            case "long" -> "{\"a\":\"" + "x".repeat(200_000) + "\"}";
            case "number" -> "7";
            default -> "[".repeat(50_000);
        };
        answer(any(anyUrl()), aResponse().withBody(body));

        Api.Reply reply = call(admin, "GET", members, null, null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(502);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-CLERK-007");
    }

    @Test
    void noAnswerInTimeIs503AndOfAChangeNobodyKnows() {
        answer(any(anyUrl()), okJson("{}").withFixedDelay(4000));
        Api.Reply slow = call(admin, "DELETE", members + "/user_7", null, null);
        answer(
                any(anyUrl()),
                aResponse().withChunkedDribbleDelay(10, 6000).withBody("{\"a\":\"" + "x".repeat(50_000) + "\"}"));
        long began = System.nanoTime();
        Api.Reply dribble = call(admin, "GET", members, null, null);
        long millis = (System.nanoTime() - began) / 1_000_000;
        answer(any(anyUrl()), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        Api.Reply reset = call(admin, "GET", members, null, null);

        assertThat(slow.status()).as(slow.text()).isEqualTo(503);
        assertThat(slow.header("retry-after")).isEqualTo("10");
        assertThat(logged().getLast()).endsWith("{\"status\": 0}");
        assertThat(dribble.status()).isEqualTo(502);
        assertThat(millis).isLessThan(5000);
        assertThat(reset.status()).isEqualTo(503);
    }

    @Test
    void operatorsAreToldOnceThatClerkRefusesTheKeyAndTheNoticeClosesWhenItWorks(CapturedOutput output) {
        answer(any(anyUrl()), aResponse().withStatus(401).withBody("{}"));
        call(admin, "GET", members, null, null);
        call(admin, "GET", members, null, null);
        assertThat(notices("closed_at is null")).isEqualTo(1);

        answer(any(anyUrl()), okJson("{}"));
        call(admin, "GET", members, null, null);

        assertThat(notices("closed_at is null")).isZero();
        assertThat(notices("closed_at is not null")).isEqualTo(1);
        assertThat(output.getAll()).doesNotContain(KEY);
    }

    @Test
    void withoutAKeyTheVariableIsNamed() {
        Api api = TestHub.shared().as(org, Role.ORG_ADMIN);

        Api.Reply reply = call(api, "GET", members, null, null);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-CLERK-009");
        assertThat(reply.json().path("help").asText()).contains("CLERK_SECRET_KEY");
    }

    private void memberships(String user) {
        answer(
                get(urlPathEqualTo(members)),
                okJson("{\"data\":[{\"public_user_data\":{\"user_id\":\"%s\"}}],\"total_count\":1}".formatted(user)));
    }

    private static void answer(MappingBuilder request, ResponseDefinitionBuilder response) {
        clerk.stubFor(request.willReturn(response));
    }

    private static Api.Reply call(Api api, String method, String path, @Nullable String query, @Nullable String body) {
        return api.post("/api/clerk/proxy", wish(method, path, query, body));
    }

    private static String wish(String method, String path, @Nullable String query, @Nullable String body) {
        try {
            ObjectNode wish = JSON.createObjectNode().put("method", method).put("path", path);
            if (query != null) {
                wish.set("query", JSON.readTree(query));
            }
            if (body != null) {
                wish.set("body", JSON.readTree(body));
            }
            return wish.toString();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static LoggedRequest only() {
        List<LoggedRequest> all = clerk.findAll(anyRequestedFor(anyUrl()));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<String> logged() {
        return hub.system()
                .queryForList(
                        "select concat_ws(' ', action, actor, subject, details) from activity_log where org_id = ? order by id",
                        String.class,
                        org);
    }

    private static Long notices(String which) {
        return hub.system()
                .queryForObject(
                        "select count(*) from notices where kind = 'clerk-key-refused' and " + which, Long.class);
    }
}
