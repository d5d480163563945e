package dev.serai.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a sender's request to what operators see of it, on the real servers. */
@OwnServers
class WebhookJourneyTest {
    private static final String GITHUB_SECRET = "a secret of github without blanks".replace(' ', '-');
    private static final WireMockServer STRIPE = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private static TestHub hub;
    private static Sender sender;
    private static Api operator;

    @BeforeAll
    static void start() {
        STRIPE.start();
        hub = TestHub.own(Map.ofEntries(
                Map.entry("STRIPE_WEBHOOK_SECRET", "whsec_that_was_there_before," + Sender.STRIPE_SECRET),
                Map.entry("STRIPE_WEBHOOK_SECRET_OLD", "whsec_of_long_ago_and_gone"),
                Map.entry("STRIPE_WEBHOOK_SECRET_OLD_EXPIRES", "2026-01-01T00:00:00Z"),
                Map.entry("STRIPE_API_URL", STRIPE.baseUrl()),
                Map.entry("STRIPE_SECRET_KEY", "sk_test_key_of_the_tests"),
                Map.entry("CLERK_WEBHOOK_SECRET", Sender.CLERK_SECRET),
                Map.entry("SERAI_WEBHOOKS_SOURCES_GITHUB_SCHEME", "hmac"),
                Map.entry("SERAI_WEBHOOKS_SOURCES_GITHUB_SECRETS_0_VALUE", GITHUB_SECRET),
                Map.entry("SERAI_WEBHOOKS_SOURCES_GITHUB_HEADER", "X-Hub-Signature-256"),
                Map.entry("SERAI_WEBHOOKS_SOURCES_GITHUB_PREFIX", "sha256="),
                Map.entry("SERAI_WEBHOOKS_SOURCES_GITHUB_TYPEHEADER", "X-GitHub-Event"),
                Map.entry("SERAI_WEBHOOKS_SOURCES_LATER_SCHEME", "standard"),
                Map.entry("SERAI_WEBHOOKS_SOURCES_QUIET_SCHEME", "standard"),
                Map.entry("SERAI_WEBHOOKS_SOURCES_QUIET_SECRETS_0_VALUE", Sender.CLERK_SECRET),
                Map.entry("SERAI_WEBHOOKS_SOURCES_QUIET_SILENTAFTER", "1"),
                Map.entry("SERAI_WEBHOOKS_SILENCEDELAY", "200"),
                Map.entry("SERAI_WEBHOOKS_RETRY_FIRSTDELAY", "50ms"),
                Map.entry("SERAI_WEBHOOKS_RETRY_ATTEMPTS", "3")));
        sender = new Sender(hub.anonymous());
        operator = hub.as(null, Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        hub.close();
        STRIPE.stop();
    }

    @Test
    void anEventIsDurableOnceAnsweredAndCountsOnceHoweverOftenItComes() {
        String id = "evt_" + UUID.randomUUID();

        Api.Reply first = sender.stripe(event(id, "unheard.of"));
        Api.Reply second = sender.stripe(event(id, "unheard.of"));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("duplicate").asBoolean(true)).isFalse();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("duplicate").asBoolean()).isTrue();
        assertThat(rows("select count(*) from webhook_events where event_id = ?", id))
                .isEqualTo(1);
        JsonNode delivery = settled(id);
        assertThat(delivery.path("state").asText()).isEqualTo("ignored");
        assertThat(delivery.path("duplicates").asInt()).isEqualTo(1);
    }

    @Test
    void aDeliveryExplainsHowItWasVerifiedAndNeverShowsTheSecret() {
        String id = "evt_" + UUID.randomUUID();
        sender.stripe(event(id, "unheard.of"));
        String delivery = settled(id).path("id").asText();

        Api.Reply reply = operator.get("/api/webhooks/deliveries/" + delivery);

        assertThat(reply.json().path("body").asText()).isEqualTo(event(id, "unheard.of"));
        assertThat(reply.json().path("verification").path("explanation").asText())
                .matches("Signed \\(stripe\\) with the secret [0-9a-f]{12}; the signature was \\d s old when it came, "
                        + "at most 300s are accepted");
        assertThat(reply.text()).doesNotContain(Sender.STRIPE_SECRET, "sk_test");
    }

    @Test
    void refusedRequestsLeaveNoEventAndAreCountedByReason() {
        Api.Reply forged = sender.stripe(event("evt_forged", "x"), "whsec_of_somebody_else", Instant.now());
        Api.Reply old = sender.stripe(
                event("evt_old", "x"), Sender.STRIPE_SECRET, Instant.now().minusSeconds(600));
        Api.Reply early = sender.stripe(
                event("evt_early", "x"), Sender.STRIPE_SECRET, Instant.now().plusSeconds(600));
        Api.Reply expired = sender.stripe(event("evt_expired", "x"), "whsec_of_long_ago_and_gone", Instant.now());
        Api.Reply live = sender.stripe("{\"id\":\"evt_live\",\"object\":\"event\",\"livemode\":true,\"type\":\"x\"}");
        Api.Reply foreign =
                sender.stripe("{\"id\":\"evt_acct\",\"object\":\"event\",\"account\":\"acct_9\",\"type\":\"x\"}");
        Api.Reply large = sender.stripe("{\"id\":\"" + "x".repeat(1_100_000) + "\"}");

        assertReason(forged, 400, "signature-wrong");
        assertReason(old, 400, "signature-old");
        assertReason(early, 400, "signature-future");
        assertReason(expired, 400, "secret-expired");
        assertReason(live, 400, "foreign-mode");
        assertReason(foreign, 400, "foreign-account");
        assertReason(large, 413, "body-too-large");
        assertThat(rows("select count(*) from webhook_events where event_id in ('evt_forged', 'evt_old', 'evt_early',"
                        + " 'evt_expired', 'evt_live', 'evt_acct')"))
                .isZero();
        await().untilAsserted(() -> assertThat(
                        source("stripe").path("lastDay").path("refused").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "signature-wrong",
                        "signature-old",
                        "signature-future",
                        "secret-expired",
                        "foreign-mode",
                        "foreign-account",
                        "body-too-large"));
        assertThat(source("stripe").path("lastRefusal").path("explanation").asText())
                .isNotEmpty();
    }

    @Test
    void signedBytesThatAreNoEventAreKeptForInspectionAndRefused() {
        Api.Reply reply = sender.stripe("not json " + UUID.randomUUID());
        Api.Reply deep = sender.stripe("[".repeat(100_000));

        assertReason(reply, 400, "event-unparseable");
        assertReason(deep, 400, "event-unparseable");
        JsonNode kept = operator.get("/api/webhooks/deliveries?state=unparseable")
                .json()
                .path("items");
        assertThat(kept).hasSizeGreaterThanOrEqualTo(2);
        Api.Reply replay = operator.post(
                "/api/webhooks/deliveries/" + kept.get(0).path("id").asText() + "/replay", "");
        assertReason(replay, 409, "delivery-not-replayable");
    }

    @Test
    void anotherSenderIsAddedInConfigurationAlone() throws Exception {
        String body = "{\"action\":\"opened\",\"nonce\":\"%s\"}".formatted(UUID.randomUUID());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(GITHUB_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));

        Api.Reply first =
                sender.send("/api/webhooks/github", body, "X-Hub-Signature-256", signature, "X-GitHub-Event", "issues");
        Api.Reply again =
                sender.send("/api/webhooks/github", body, "X-Hub-Signature-256", signature, "X-GitHub-Delivery", "new");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(again.json().path("duplicate").asBoolean())
                .as("an unsigned id beside the body cannot make a second event of it")
                .isTrue();
        assertThat(operator.get("/api/webhooks/deliveries?source=github&type=iss*")
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void unknownAndUnfinishedSourcesSaySo() {
        assertReason(sender.send("/api/webhooks/nobody", "{}", "x", "y"), 404, "source-unknown");
        Api.Reply off = sender.send("/api/webhooks/later", "{}", "x", "y");
        assertReason(off, 503, "source-off");
        assertThat(off.header("retry-after")).isNotEmpty();
    }

    @Test
    void theSameEventFiftyTimesAtOnceIsOneEvent() {
        String id = "evt_" + UUID.randomUUID();

        List<Api.Reply> replies = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> sender.stripe(event(id, "unheard.of")))
                .toList();

        assertThat(replies).extracting(Api.Reply::status).containsOnly(200);
        assertThat(replies)
                .filteredOn(r -> !r.json().path("duplicate").asBoolean())
                .hasSize(1);
        assertThat(rows("select count(*) from webhook_events where event_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void aSilentSourceRaisesOneNoticeWhichItsNextEventCloses() {
        await().untilAsserted(() -> assertThat(silences("open")).hasSize(1));

        sender.send(
                "/api/webhooks/quiet",
                "{\"type\":\"x\"}",
                Sender.standard(
                        "webhook-",
                        "quiet-" + UUID.randomUUID(),
                        "{\"type\":\"x\"}",
                        Sender.CLERK_SECRET,
                        Instant.now()));

        await().untilAsserted(() -> assertThat(silences("closed")).isNotEmpty());
    }

    @Test
    void eventsAreFetchedAgainPageByPageAndKnownOnesStayAsTheyAre() {
        String known = "evt_" + UUID.randomUUID();
        sender.stripe(event(known, "unheard.of"));
        STRIPE.stubFor(WireMock.get(WireMock.urlPathEqualTo("/v1/events"))
                .withHeader("Authorization", WireMock.equalTo("Bearer sk_test_key_of_the_tests"))
                .withQueryParam("starting_after", WireMock.absent())
                .willReturn(
                        WireMock.okJson(page(true, event(known, "unheard.of"), event("evt_missed_1", "unheard.of")))));
        STRIPE.stubFor(WireMock.get(WireMock.urlPathEqualTo("/v1/events"))
                .withQueryParam("starting_after", WireMock.equalTo("evt_missed_1"))
                .inScenario("second page fails once")
                .whenScenarioStateIs("Started")
                .willReturn(WireMock.serverError())
                .willSetStateTo("well"));
        STRIPE.stubFor(WireMock.get(WireMock.urlPathEqualTo("/v1/events"))
                .withQueryParam("starting_after", WireMock.equalTo("evt_missed_1"))
                .inScenario("second page fails once")
                .whenScenarioStateIs("well")
                .willReturn(WireMock.okJson(page(false, event("evt_missed_2", "unheard.of")))));

        Api.Reply started = operator.post("/api/webhooks/deliveries/recover?since=2026-11-01T00:00:00Z", "");

        assertThat(started.status()).as(started.text()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode recovery = operator.get("/api/webhooks/recoveries")
                    .json()
                    .path("items")
                    .get(0);
            assertThat(recovery.path("state").asText()).isEqualTo("done");
            assertThat(recovery.path("fetched").asInt()).isEqualTo(3);
            assertThat(recovery.path("stored").asInt()).isEqualTo(2);
        });
        assertThat(settled("evt_missed_2").path("origin").asText()).isEqualTo("recovered");
        assertThat(operator.get("/api/operator/audit?action=webhook_recover").text())
                .contains("webhook_recover");
    }

    @Test
    void aReplayedDeliveryIsWorkedOffAgainAndAudited() {
        String id = "evt_" + UUID.randomUUID();
        sender.stripe(event(id, "unheard.of"));
        String delivery = settled(id).path("id").asText();

        Api.Reply replay = operator.post("/api/webhooks/deliveries/" + delivery + "/replay", "");

        assertThat(replay.status()).as(replay.text()).isEqualTo(202);
        assertThat(settled(id).path("state").asText()).isEqualTo("ignored");
        assertReason(operator.post("/api/webhooks/deliveries/999999999/replay", ""), 404, "delivery-unknown");
    }

    @Test
    void anEventThatCannotBeWorkedOffIsDeadAndToldOfUntilItIsReplayed() {
        String id = "evt_" + UUID.randomUUID();
        sender.stripe("""
                {"id":"%s","object":"event","created":1,"livemode":false,"type":"customer.subscription.updated",
                 "data":{"object":{"object":"subscription"}}}""".formatted(id));

        JsonNode dead = settled(id);
        String delivery = dead.path("id").asText();
        assertThat(dead.path("state").asText()).isEqualTo("dead");
        assertThat(dead.path("attempts").asInt()).isEqualTo(3);
        assertThat(dead.path("code").asText()).startsWith("SERAI-BILL-");
        assertThat(deaths("open")).contains(delivery);
        assertThat(rows("select count(*) from provider_objects where event_id = ?", id))
                .isZero();

        assertThat(operator.post("/api/webhooks/deliveries/" + delivery + "/replay", "")
                        .status())
                .isEqualTo(202);

        assertThat(settled(id).path("attempts").asInt()).isEqualTo(3);
        assertThat(deaths("open")).contains(delivery);
        assertThat(rows("select count(*) from notices where kind = 'webhook-dead' and notice_key = ?", delivery))
                .isEqualTo(1);
    }

    @Test
    void anOrgsOwnEndpointIsToldOfItsSubscriptionOnceHoweverOftenTheEventIsWorkedOff() {
        String org = "org_" + UUID.randomUUID().toString().replace("-", "");
        Api.Reply endpoint = hub.as(org, Role.ORG_ADMIN)
                .post(
                        "/api/webhook-endpoints",
                        "{\"url\":\"https://hooks.example.com/x\",\"events\":[\"subscription.changed\"]}");
        assertThat(endpoint.status()).as(endpoint.text()).isEqualTo(201);
        String id = "evt_" + UUID.randomUUID();
        sender.stripe("""
                {"id":"%1$s","object":"event","created":7,"livemode":false,"type":"customer.subscription.created",
                 "data":{"object":{"id":"sub_%2$s","object":"subscription","customer":"cus_%2$s","status":"active",
                 "metadata":{"org_id":"%2$s"},"items":{"object":"list","data":[]}}}}""".formatted(id, org));

        String delivery = settled(id).path("id").asText();
        operator.post("/api/webhooks/deliveries/" + delivery + "/replay", "");
        settled(id);

        assertThat(rows(
                        "select count(*) from outbound_messages where org_id = ? and type = 'subscription.changed'"
                                + " and payload->>'status' = 'active'",
                        org))
                .isEqualTo(1);
    }

    private static List<String> deaths(String state) {
        List<String> keys = new java.util.ArrayList<>();
        operator.get("/api/notices?kind=webhook-dead&state=" + state)
                .json()
                .path("items")
                .forEach(notice -> keys.add(notice.path("key").asText()));
        return keys;
    }

    @Test
    void customersSeeNothingOfIt() {
        Api customer = hub.as("org_" + UUID.randomUUID(), Role.ORG_ADMIN);

        for (String path : List.of("/api/webhooks/deliveries", "/api/webhooks/sources", "/api/notices")) {
            assertThat(customer.get(path).status()).as(path).isEqualTo(403);
        }
    }

    private static String page(boolean more, String... events) {
        return "{\"object\":\"list\",\"has_more\":%s,\"data\":[%s]}".formatted(more, String.join(",", events));
    }

    private static String event(String id, String type) {
        return "{\"id\":\"%s\",\"object\":\"event\",\"livemode\":false,\"created\":1,\"type\":\"%s\"}"
                .formatted(id, type);
    }

    private static JsonNode settled(String eventId) {
        return await().until(
                        () -> operator.get("/api/webhooks/deliveries?q=" + eventId)
                                .json()
                                .path("items")
                                .path(0),
                        delivery -> !delivery.path("state").asText("waiting").equals("waiting"));
    }

    private static JsonNode source(String name) {
        for (JsonNode source : operator.get("/api/webhooks/sources").json()) {
            if (source.path("name").asText().equals(name)) {
                return source;
            }
        }
        throw new AssertionError(name);
    }

    private static JsonNode silences(String state) {
        return operator.get("/api/notices?kind=webhook-silent&state=" + state)
                .json()
                .path("items");
    }

    private static void assertReason(Api.Reply reply, int status, String reason) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
        assertThat(reply.json().path("help").asText()).isNotEmpty();
    }

    private static long rows(String sql, Object... values) {
        return java.util.Objects.requireNonNull(hub.system().queryForObject(sql, Long.class, values));
    }
}
