package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what happened to a product team's server, whatever that server does. */
@OwnServers
class OutboundDeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestHub hub;
    private static Receiver receiver;

    private final String org = "hooks-" + UUID.randomUUID();
    private final String path = "/" + org;
    private final Api admin = hub.as(org, Role.ORG_ADMIN);

    private record Endpoint(String id, String secret) {}

    @BeforeAll
    static void start() throws IOException {
        receiver = new Receiver();
        hub = TestHub.own(settings());
    }

    private static Map<String, String> settings() {
        return Map.of(
                "SERAI_OUTBOUND_ALLOWINSECURE", "true",
                "SERAI_OUTBOUND_ALLOWEDNETWORKS", "127.0.0.1/32",
                "SERAI_OUTBOUND_PORTS", Integer.toString(receiver.port()),
                "SERAI_OUTBOUND_SCHEDULE", "0s,100ms,100ms,100ms",
                "SERAI_OUTBOUND_TIMEOUT", "3s",
                "SERAI_OUTBOUND_ENDPOINTSPERORG", "6",
                "SERAI_OUTBOUND_POLL", "50",
                "SERAI_OUTBOUND_RESEAL", "200");
    }

    @AfterAll
    static void stop() {
        receiver.close();
        hub.close();
    }

    @BeforeEach
    void answerWell() {
        receiver.answers(path, 204);
    }

    @Test
    void aDocumentThatBecomesReadyIsToldSignedAndOnce() {
        Endpoint endpoint = register(path, "document.*");
        String document = admin.ready("told.txt", "Words that a product team waits for, of " + org);

        Receiver.Message message = first(path);
        message.verify(endpoint.secret());
        assertThat(message.isSignedWith(Signature.text(Signature.newSecret()))).isFalse();
        assertThat(message.header("user-agent")).isEqualTo("Serai-Webhooks");
        assertThat(message.header("content-type")).startsWith("application/json");
        assertThat(message.json().path("type").asText()).isEqualTo("document.ready");
        assertThat(message.json().path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        JsonNode data = message.json().path("data");
        assertThat(data.path("documentId").asText()).isEqualTo(document);
        assertThat(data.path("fileName").asText()).isEqualTo("told.txt");
        assertThat(data.path("status").asText()).isEqualTo("ready");
        assertThat(data.path("version").asInt()).isOne();
        assertThat(message.body()).doesNotContain("product team waits");
        assertThat(message.body().length()).isLessThan(20_000);
        JsonNode delivery = settled(endpoint, "succeeded");
        assertThat(delivery.path("messageId").asText()).isEqualTo(message.id());
        assertThat(delivery.path("attempts")).hasSize(1);
        assertThat(delivery.path("attempts").get(0).path("status").asInt()).isEqualTo(204);
        assertThat(receiver.at(path)).hasSize(1);
    }

    @Test
    void eachVersionOfADocumentIsTold() {
        register(path, "document.ready");
        String document = admin.ready("again.txt", "Words that are read twice, of " + org);
        admin.call("POST", "/api/documents/" + document + "/reprocess", null, "");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(receiver.at(path))
                        .extracting(m -> m.json().path("data").path("version").asInt())
                        .containsExactlyInAnyOrder(1, 2));
    }

    @Test
    void aDocumentThatFailsIsToldWithItsCode() {
        register(path, "document.failed");
        Api.Reply upload =
                admin.upload("broken.pdf", "%PDF-1.7 and nothing that a PDF has".getBytes(StandardCharsets.US_ASCII));
        assertThat(upload.status()).as(upload.text()).isEqualTo(202);

        JsonNode data = first(path).json().path("data");

        assertThat(data.path("status").asText()).isEqualTo("failed");
        assertThat(data.path("code").asText()).startsWith("SERAI-TEXT-");
    }

    @Test
    void onlySubscribedTypesAreToldAndWithoutSubscriberNothingIsWritten() {
        Endpoint endpoint = register(path, "subscription.changed");
        admin.ready("untold.txt", "Words that nobody waits for, of " + org);
        assertThat(count("outbound_messages")).isZero();

        publish("subscription.changed", "sub_1:1", "{\"status\":\"active\"}");
        publish("subscription.changed", "sub_1:1", "{\"status\":\"active\"}");

        settled(endpoint, "succeeded");
        assertThat(count("outbound_messages")).isOne();
        assertThat(count("outbound_deliveries")).isOne();
    }

    @Test
    void aMessageThatIsTooLargeIsToldWithoutItsData() {
        register(path, "*");
        publish("subscription.changed", "large", "{\"text\":\"" + "x".repeat(30_000) + "\"}");

        assertThat(first(path).json().path("data").path("omitted").asText()).contains("larger than 19000 bytes");
    }

    @Test
    void aReceiverThatFailsIsAskedAgainUnderTheSameIdUntilItTakesTheMessage() {
        AtomicInteger calls = new AtomicInteger();
        receiver.answers(path, m -> Receiver.Answer.of(calls.incrementAndGet() < 3 ? 500 : 200));
        Endpoint endpoint = register(path, "*");
        test(endpoint);

        JsonNode delivery = settled(endpoint, "succeeded");

        assertThat(receiver.at(path))
                .hasSize(3)
                .extracting(Receiver.Message::id)
                .containsOnly(delivery.path("messageId").asText());
        assertThat(receiver.at(path)).allSatisfy(message -> message.verify(endpoint.secret()));
        assertThat(delivery.path("attempts").findValuesAsText("outcome"))
                .containsExactly("failed", "failed", "succeeded");
        assertThat(delivery.path("attempts").get(0).path("answer").asText()).isEqualTo("said 500");
        assertThat(delivery.path("attempts").get(0).path("error").asText()).isEqualTo("answered 500; 2xx is a success");
        assertThat(delivery.path("attempts").get(0).path("durationMs").isNumber())
                .isTrue();
        assertThat(read(endpoint).path("failingSince").isNull()).isTrue();
    }

    @Test
    void afterTheLastAttemptTheDeliveryHasFailedTheOrgIsToldOnceAndAReplayBringsIt() {
        receiver.answers(path, 500);
        Endpoint endpoint = register(path, "*");
        test(endpoint);
        test(endpoint);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(deliveries(endpoint, "?state=failed")).hasSize(2));
        assertThat(deliveries(endpoint, "?state=failed").get(0).path("attempts"))
                .hasSize(4);
        assertThat(notices("webhook-delivery-failed")).containsExactly("customer");

        receiver.answers(path, 200);
        JsonNode one = deliveries(endpoint, "").get(0);
        Api.Reply replay = admin.call(
                "POST", at(endpoint) + "/deliveries/" + one.path("deliveryId").asText() + "/replay", null, "");
        assertThat(replay.status()).as(replay.text()).isEqualTo(202);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(deliveries(endpoint, "?state=succeeded")).hasSize(1));
        Api.Reply all = admin.call("POST", at(endpoint) + "/replay-failed?since=2020-01-01T00:00:00Z", null, "");
        assertThat(all.json().path("replayed").asInt()).isOne();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(deliveries(endpoint, "?state=succeeded")).hasSize(2));
        assertThat(receiver.at(path).stream().map(Receiver.Message::id).distinct())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsAFailureThatSaysSo(int status) {
        receiver.answers(
                path, m -> new Receiver.Answer(status, Map.of("Location", receiver.url("/elsewhere" + path)), ""));
        Endpoint endpoint = register(path, "*");
        test(endpoint);

        JsonNode delivery = settled(endpoint, "failed");

        assertThat(delivery.path("attempts").get(0).path("code").asText()).isEqualTo("redirect");
        assertThat(delivery.path("attempts").get(0).path("error").asText()).contains("redirects are not followed");
        assertThat(receiver.at("/elsewhere" + path)).isEmpty();
    }

    @Test
    void aReceiverThatIsGoneIsDisabledAtOnceAndWhatWaitedCanBeReplayed() {
        receiver.answers(path, 500);
        Endpoint endpoint = register(path, "*");
        hub.system()
                .update(
                        "update webhook_endpoints set waits_until = now() + interval '1 hour' where id = ?::uuid",
                        endpoint.id());
        publish("subscription.changed", "a", "{}");
        publish("subscription.changed", "b", "{}");
        receiver.answers(path, 410);
        hub.system()
                .update(
                        "update outbound_deliveries set next_attempt_at = now() + interval '1 hour'"
                                + " where id = (select max(id) from outbound_deliveries where org_id = ?)",
                        org);
        hub.system().update("update webhook_endpoints set waits_until = null where id = ?::uuid", endpoint.id());

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(endpoint).path("state").asText()).isEqualTo("disabled"));
        assertThat(read(endpoint).path("disabled").path("why").asText()).contains("410 Gone");
        assertThat(deliveries(endpoint, "?state=failed")).hasSize(1);
        assertThat(deliveries(endpoint, "?state=cancelled")).hasSize(1);
        assertThat(notices("webhook-endpoint-disabled")).containsExactlyInAnyOrder("customer", "operator");
        publish("subscription.changed", "c", "{}");
        assertThat(deliveries(endpoint, "")).as("nothing is kept for it").hasSize(2);
        assertThat(post(endpoint, "/test").json().path("code").asText()).isEqualTo("SERAI-OUT-004");
        assertThat(post(endpoint, "/replay-failed").json().path("code").asText())
                .isEqualTo("SERAI-OUT-004");

        receiver.answers(path, 200);
        assertThat(post(endpoint, "/enable").json().path("state").asText()).isEqualTo("active");
        assertThat(hub.system()
                        .queryForObject(
                                "select count(*) from notices where org_id = ? and audience = 'operator' and closed_at is null",
                                Long.class,
                                org))
                .isZero();
        assertThat(post(endpoint, "/replay-failed").json().path("replayed").asInt())
                .isEqualTo(2);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(deliveries(endpoint, "?state=succeeded")).hasSize(2));
    }

    @Test
    void nothingButFailuresForDaysDisablesTheEndpointAndTellsBothSides() {
        receiver.answers(path, 500);
        Endpoint endpoint = register(path, "*");
        hub.system()
                .update(
                        "update webhook_endpoints set failing_since = now() - interval '6 days' where id = ?::uuid",
                        endpoint.id());
        test(endpoint);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(endpoint).path("state").asText()).isEqualTo("disabled"));
        assertThat(read(endpoint).path("disabled").path("why").asText()).startsWith("nothing but failures since ");
        assertThat(notices("webhook-endpoint-disabled")).containsExactlyInAnyOrder("customer", "operator");
        assertThat(deliveries(endpoint, "?state=cancelled")).hasSize(1);
        assertThat(hub.system()
                        .queryForObject(
                                "select actor from activity_log where org_id = ? and action = 'webhook-endpoint.disabled'",
                                String.class,
                                org))
                .isEqualTo("hub");
    }

    @Test
    void aSuccessEndsTheCountOfDays() {
        Endpoint endpoint = register(path, "*");
        hub.system()
                .update(
                        "update webhook_endpoints set failing_since = now() - interval '6 days' where id = ?::uuid",
                        endpoint.id());
        test(endpoint);

        settled(endpoint, "succeeded");
        assertThat(read(endpoint).path("state").asText()).isEqualTo("active");
        assertThat(read(endpoint).path("failingSince").isNull()).isTrue();
    }

    @Test
    void aReceiverThatAsksForQuietGetsIt() {
        receiver.answers(path, m -> new Receiver.Answer(429, Map.of("Retry-After", "600"), ""));
        Endpoint endpoint = register(path, "*");
        test(endpoint);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(read(endpoint).path("waitsUntil").isNull()).isFalse());
        publish("subscription.changed", "a", "{}");
        await().during(Duration.ofMillis(600))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.at(path)).hasSize(1));
        receiver.answers(path, 200);
        test(endpoint);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deliveries(endpoint, "?state=succeeded"))
                        .as("a test asks at once")
                        .hasSize(2));
    }

    @Test
    void whileTwoSecretsLiveBothSignAndThenOnlyTheNew() {
        Endpoint endpoint = register(path, "*");
        JsonNode rotated = post(endpoint, "/rotate-secret").json();
        String fresh = rotated.path("secret").asText();
        assertThat(fresh).startsWith("whsec_").isNotEqualTo(endpoint.secret());
        assertThat(rotated.path("previousUntil").isNull()).isFalse();

        test(endpoint);
        Receiver.Message both = first(path);
        both.verify(fresh);
        both.verify(endpoint.secret());
        assertThat(both.header("webhook-signature").split(" ", -1)).hasSize(2);
        assertThat(read(endpoint).path("secrets")).hasSize(2);

        hub.system()
                .update(
                        "update webhook_endpoint_secrets set expires_at = now() where endpoint_id = ?::uuid and expires_at is not null",
                        endpoint.id());
        test(endpoint);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.at(path)).hasSize(2));
        assertThat(receiver.at(path).getLast().isSignedWith(fresh)).isTrue();
        assertThat(receiver.at(path).getLast().isSignedWith(endpoint.secret())).isFalse();
    }

    @Test
    void aSlowEndpointHoldsNoOther() {
        receiver.silent(path + "-slow");
        Endpoint slow = register(path + "-slow", "*");
        Endpoint quick = register(path, "*");
        for (int i = 0; i < 40; i++) {
            publish("subscription.changed", "k" + i, "{}");
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(receiver.at(path)).hasSize(40));
        assertThat(receiver.at(path + "-slow").size())
                .as("under way at once, in 20 s of attempts of 3 s")
                .isBetween(4, 32);
        assertThat(deliveries(slow, "?state=succeeded")).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deliveries(quick, "?state=succeeded&limit=100"))
                        .hasSize(40));
        admin.delete(at(slow));
    }

    @Test
    void whatANodeWasSendingWhenItDiedIsSentAgainUnderTheSameId() {
        Endpoint endpoint = register(path, "*");
        test(endpoint);
        JsonNode delivery = settled(endpoint, "succeeded");
        long id = delivery.path("deliveryId").asLong();

        // As it is after kill -9 between the request and the commit: claimed, sent, nothing noted.
        hub.system()
                .update(
                        "update outbound_deliveries set state = 'sending', attempt = attempt + 1, settled_at = null,"
                                + " lease_until = now() - interval '1 second' where id = ?",
                        id);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.at(path)).hasSize(2));
        assertThat(receiver.at(path))
                .extracting(Receiver.Message::id)
                .containsOnly(delivery.path("messageId").asText());
        JsonNode again = settled(endpoint, "succeeded");
        assertThat(again.path("attempts").findValuesAsText("outcome"))
                .containsExactly("succeeded", "interrupted", "succeeded");
        assertThat(again.path("attempts").get(1).path("error").asText()).contains("it is sent again");
    }

    @Test
    void theLateWordOfANodeThatLostItsClaimIsNotKept() {
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        receiver.answers(path, m -> {
            if (calls.incrementAndGet() > 1) {
                return Receiver.Answer.of(200);
            }
            try {
                late.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Receiver.Answer.of(500);
        });
        Endpoint endpoint = register(path, "*");
        test(endpoint);
        first(path);

        hub.system().update("update outbound_deliveries set lease_until = now() where org_id = ?", org);
        settled(endpoint, "succeeded");
        late.countDown();

        await().during(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode delivery = deliveries(endpoint, "").get(0);
            assertThat(delivery.path("state").asText()).isEqualTo("succeeded");
            assertThat(delivery.path("attempts").findValuesAsText("outcome"))
                    .containsExactly("interrupted", "succeeded");
        });
        assertThat(read(endpoint).path("failingSince").isNull()).isTrue();
    }

    @Test
    void anAttemptThatIsMadeWhileTheHubStopsIsMadeAgainByTheNextHub() throws IOException {
        Path data = Files.createTempDirectory("serai-outbound-");
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("SERAI_DATA", data.toString());
        String id;
        try (TestHub before = TestHub.own(settings)) {
            Api caller = before.as(org, Role.ORG_ADMIN);
            id = caller.post(
                            "/api/webhook-endpoints",
                            "{\"url\":\"%s\",\"events\":[\"*\"]}".formatted(receiver.url(path)))
                    .json()
                    .path("endpointId")
                    .asText();
            before.system().update("update webhook_endpoints set waits_until = now() + interval '1 hour'");
            before.system().queryForList("select outbound_publish(?, 'subscription.changed', 'waits', '{}')", org);
            before.system()
                    .update(
                            "update outbound_deliveries set state = 'sending', attempt = 1, lease_until = now() + interval '1 second'");
            before.system().update("update webhook_endpoints set waits_until = null");
        }
        assertThat(receiver.at(path)).isEmpty();
        try (TestHub after = TestHub.own(settings)) {
            Api caller = after.as(org, Role.ORG_ADMIN);
            JsonNode delivery = await().atMost(PATIENCE)
                    .until(
                            () -> caller.get("/api/webhook-endpoints/" + id + "/deliveries")
                                    .json()
                                    .path("items")
                                    .path(0),
                            d -> d.path("state").asText().equals("succeeded"));
            assertThat(receiver.at(path))
                    .extracting(Receiver.Message::id)
                    .containsExactly(delivery.path("messageId").asText());
        }
    }

    @Test
    void secretsOfAnOlderKeyAreSealedAnewWithTheFirst() throws Exception {
        String old = Base64.getEncoder().encodeToString(new byte[32]);
        String fresh =
                Base64.getEncoder().encodeToString("a key of exactly thirty-two byte".getBytes(StandardCharsets.UTF_8));
        Path data = Files.createTempDirectory("serai-outbound-");
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("SERAI_DATA", data.toString());
        settings.put("SERAI_SECRETS_KEY", old);
        String secret;
        String id;
        try (TestHub before = TestHub.own(settings)) {
            JsonNode endpoint = before.as(org, Role.ORG_ADMIN)
                    .post("/api/webhook-endpoints", "{\"url\":\"%s\",\"events\":[\"*\"]}".formatted(receiver.url(path)))
                    .json();
            id = endpoint.path("endpointId").asText();
            secret = endpoint.path("secret").asText();
        }
        settings.put("SERAI_SECRETS_KEY", fresh + "," + old);
        try (TestHub both = TestHub.own(settings)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(both.system()
                                    .queryForList("select key_id from webhook_endpoint_secrets", String.class))
                            .containsExactly(HubKeys.of(fresh).first().id()));
            both.as(org, Role.ORG_ADMIN).call("POST", "/api/webhook-endpoints/" + id + "/test", null, "");
            first(path).verify(secret);
        }
    }

    @Test
    void aPausedEndpointGetsNothingUntilItGoesOn() {
        Endpoint endpoint = register(path, "*");
        assertThat(admin.call("PATCH", at(endpoint), "application/json", "{\"paused\":true}")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        publish("subscription.changed", "a", "{}");
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.at(path)).isEmpty());

        admin.call("PATCH", at(endpoint), "application/json", "{\"paused\":false}");

        settled(endpoint, "succeeded");
    }

    @Test
    void aSecretThatTheHubCannotOpenIsTheHubsFaultNotTheEndpoints() {
        Endpoint endpoint = register(path, "*");
        hub.system()
                .update(
                        "update webhook_endpoint_secrets set key_id = 'gone' where endpoint_id = ?::uuid",
                        endpoint.id());
        test(endpoint);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                deliveries(endpoint, "").get(0).path("attempts").findValuesAsText("outcome"))
                        .containsExactly("interrupted"));
        assertThat(deliveries(endpoint, "").get(0).path("state").asText()).isEqualTo("pending");
        assertThat(notices("webhook-secret-sealed")).containsExactly("operator");
        hub.system().update("update outbound_deliveries set next_attempt_at = now() where org_id = ?", org);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                deliveries(endpoint, "").get(0).path("attempts").findValuesAsText("attempt"))
                        .as("the last one stays")
                        .containsExactly("2"));
        assertThat(read(endpoint).path("failingSince").isNull()).isTrue();
        assertThat(receiver.at(path)).isEmpty();
    }

    @Test
    void badDay27_anAddressThatLeadsInsideIsBlockedWhenItIsCalledAndTheReasonIsShown() {
        Endpoint endpoint = register(path, "*");
        hub.system()
                .update(
                        "update webhook_endpoints set url = ? where id = ?::uuid",
                        "http://127.0.0.7:%d/".formatted(receiver.port()),
                        endpoint.id());
        test(endpoint);
        JsonNode literal = settled(endpoint, "failed");

        assertThat(literal.path("attempts").get(0).path("code").asText()).isEqualTo("blocked");
        assertThat(literal.path("attempts").get(0).path("error").asText())
                .isEqualTo("blocked: 127.0.0.7 is a loopback address");
        assertThat(receiver.at("/")).isEmpty();
    }

    @Test
    void noSecretIsInAnAnswerALogOrARowButTheOneAnswer() {
        Endpoint endpoint = register(path, "*");
        test(endpoint);
        settled(endpoint, "succeeded");

        for (String said : List.of(
                admin.get("/api/webhook-endpoints").text(),
                admin.get(at(endpoint)).text(),
                admin.get(at(endpoint) + "/deliveries").text(),
                hub.system()
                        .queryForList(
                                "select row_to_json(t)::text from webhook_endpoint_secrets t where org_id = ?",
                                String.class,
                                org)
                        .toString(),
                hub.system()
                        .queryForList("select details::text from activity_log where org_id = ?", String.class, org)
                        .toString())) {
            assertThat(said).doesNotContain(endpoint.secret(), endpoint.secret().substring(6), "whsec_");
        }
    }

    private Endpoint register(String at, String event) {
        Api.Reply reply = admin.post(
                "/api/webhook-endpoints", "{\"url\":\"%s\",\"events\":[\"%s\"]}".formatted(receiver.url(at), event));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return new Endpoint(
                reply.json().path("endpointId").asText(),
                reply.json().path("secret").asText());
    }

    private void test(Endpoint endpoint) {
        Api.Reply reply = post(endpoint, "/test");
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private Api.Reply post(Endpoint endpoint, String operation) {
        return admin.call("POST", at(endpoint) + operation, null, "");
    }

    private static String at(Endpoint endpoint) {
        return "/api/webhook-endpoints/" + endpoint.id();
    }

    private JsonNode read(Endpoint endpoint) {
        return admin.get(at(endpoint)).json();
    }

    private JsonNode deliveries(Endpoint endpoint, String query) {
        return admin.get(at(endpoint) + "/deliveries" + query).json().path("items");
    }

    /** The newest delivery, once it is in this state. */
    private JsonNode settled(Endpoint endpoint, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> deliveries(endpoint, "").path(0),
                        d -> d.path("state").asText().equals(state));
    }

    private Receiver.Message first(String at) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> receiver.at(at), list -> !list.isEmpty())
                .getFirst();
    }

    private void publish(String type, String key, String data) {
        hub.system().queryForList("select outbound_publish(?, ?, ?, ?::jsonb)", org, type, key, data);
    }

    private List<String> notices(String kind) {
        return hub.system()
                .queryForList("select audience from notices where org_id = ? and kind = ?", String.class, org, kind);
    }

    private Long count(String table) {
        return hub.system().queryForObject("select count(*) from " + table + " where org_id = ?", Long.class, org);
    }
}
