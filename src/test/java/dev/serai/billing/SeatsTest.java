package dev.serai.billing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.mirror.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members become seats at Stripe, whatever Stripe answers; and Stripe is asked where events leave a doubt. */
@OwnServers
class SeatsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEY = "sk_test_never_in_a_log";

    private static WireMockServer stripe;
    private static TestHub hub;
    private static Events events;

    private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String org = "org_" + name;
    private final String customer = "cus_" + name;
    private final String subscription = "sub_" + name;
    private final String item = "/v1/subscription_items/si_seat_" + subscription;
    private final Api operator = hub.as(null, Role.OPERATOR);
    private int count;

    @BeforeAll
    static void start() {
        stripe = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        stripe.start();
        hub = TestHub.own(Map.of(
                "STRIPE_API_URL",
                "http://localhost:" + stripe.port(),
                "STRIPE_SECRET_KEY",
                KEY,
                "STRIPE_BASE_PRICE_ID",
                StripeObjects.BASE,
                "STRIPE_SEAT_PRICE_ID",
                StripeObjects.SEAT,
                "serai.billing.look",
                "100",
                "serai.billing.calls.attempts",
                "3",
                "serai.billing.calls.first-delay-seconds",
                "1",
                "serai.stripe.timeout-ms",
                "1000"));
        events = new Events(hub);
    }

    @AfterAll
    static void stop() {
        hub.close();
        stripe.stop();
    }

    @Test
    void membersArePushedOnceStripesItemIsKnown() {
        stripe.stubFor(post(item).willReturn(aResponse().withStatus(200).withBody("{}")));
        joins("a");
        joins("b");
        assertThat(seats().path("state").asText()).isEqualTo("synced");
        assertThat(seats().path("used").asInt()).isEqualTo(2);

        subscribed(1);

        awaitState("synced", 2);
        LoggedRequest request = pushes().getLast();
        assertThat(request.getBodyAsString()).isEqualTo("quantity=2");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(request.getHeader("Idempotency-Key")).isEqualTo("seats-%s-%d".formatted(org, generation()));

        int before = pushes().size();
        subscribed(2);
        assertThat(seats().path("bought").asInt()).isEqualTo(2);
        assertThat(pushes()).hasSize(before);
    }

    @Test
    void aLostAnswerIsAskedForWithTheSameKey() {
        stripe.stubFor(post(item)
                .inScenario(name)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("answered")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        stripe.stubFor(post(item)
                .inScenario(name)
                .whenScenarioStateIs("answered")
                .willReturn(aResponse().withStatus(200).withBody("{}")));
        joins("a");
        joins("b");
        subscribed(1);

        awaitState("synced", 2);
        assertThat(pushes())
                .extracting(request -> request.getHeader("Idempotency-Key"))
                .hasSize(2)
                .containsOnly("seats-%s-%d".formatted(org, generation()));
    }

    @Test
    void stripesOwnWaitIsKept() {
        stripe.stubFor(post(item)
                .inScenario(name)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("calm")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3")));
        stripe.stubFor(post(item)
                .inScenario(name)
                .whenScenarioStateIs("calm")
                .willReturn(aResponse().withStatus(200).withBody("{}")));
        joins("a");
        joins("b");
        subscribed(1);

        awaitState("synced", 2);
        assertThat(pushes()).hasSize(2);
        Instant first = pushes().getFirst().getLoggedDate().toInstant();
        assertThat(pushes().getLast().getLoggedDate().toInstant()).isAfter(first.plusMillis(2900));
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 500})
    void whatStripeWillNotTakeWaitsForAnOperator(int status) {
        stripe.stubFor(post(item)
                .willReturn(aResponse()
                        .withStatus(status)
                        .withBody("{\"error\":{\"code\":\"card_declined\",\"message\":\"secret words\"}}")));
        joins("a");
        joins("b");
        subscribed(1);

        awaitState("dead", null);
        assertThat(pushes()).hasSize(status == 402 ? 1 : 3);
        assertThat(seats().path("error").asText()).isEqualTo("Stripe answered %d, card_declined".formatted(status));
        assertThat(openNotices()).isEqualTo(1);
        int generation = generation();

        stripe.stubFor(post(item).willReturn(aResponse().withStatus(200).withBody("{}")));
        Api.Reply retried = operator.post("/api/billing/seats/%s/retry".formatted(org), "");

        assertThat(retried.status()).as(retried.text()).isEqualTo(200);
        awaitState("synced", 2);
        assertThat(generation()).isEqualTo(generation + 1);
        assertThat(openNotices()).isZero();
        JsonNode audit =
                operator.get("/api/operator/audit?subject=" + org).json().path("items");
        assertThat(audit.get(0).path("action").asText()).isEqualTo("seats_retry");
    }

    @Test
    void onlyTheNewestWishCounts() {
        stripe.stubFor(
                post(item).willReturn(aResponse().withStatus(200).withBody("{}").withFixedDelay(600)));
        joins("a");
        subscribed(5);
        await().atMost(PATIENCE).until(() -> !pushes().isEmpty());
        joins("b");
        joins("c");
        joins("d");

        awaitState("synced", 4);
        assertThat(pushes()).hasSizeLessThan(4);
        assertThat(pushes().getLast().getBodyAsString()).isEqualTo("quantity=4");
    }

    @Test
    void aRetryOfWhatCannotBePushedIsRefused() {
        assertThat(operator.post("/api/billing/seats/%s/retry".formatted(org), "")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("SERAI-BILL-001");
        joins("a");
        assertThat(operator.post("/api/billing/seats/%s/retry".formatted(org), "")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("SERAI-BILL-002");
        assertThat(hub.as(null, Role.VIEWER)
                        .post("/api/billing/seats/%s/retry".formatted(org), "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aHubWithoutAKeyPushesNothingAndSaysSo() {
        TestHub keyless = BillingHub.shared();
        Events told = new Events(keyless);
        told.apply(member("a"));
        told.apply(subscription(5));

        JsonNode list = keyless.as(null, Role.VIEWER)
                .get("/api/billing/seats?limit=200")
                .json();
        assertThat(list.path("pushes").asBoolean()).isFalse();
        assertThat(list.toString()).contains(org);
        assertThat(keyless.as(null, Role.OPERATOR)
                        .post("/api/billing/seats/%s/retry".formatted(org), "")
                        .json()
                        .path("detail")
                        .asText())
                .contains("STRIPE_SECRET_KEY");
    }

    @Test
    void stripeIsAskedWhenTwoEventsOfOneSecondDisagree() {
        long now = Instant.now().getEpochSecond();
        ObjectNode truth = StripeObjects.subscription(subscription, customer, "trialing", 9);
        stripe.stubFor(get("/v1/subscriptions/" + subscription)
                .willReturn(aResponse().withStatus(200).withBody(truth.toString())));
        link();
        told("customer.subscription.created", now, StripeObjects.subscription(subscription, customer, "active", 1));
        told("customer.subscription.updated", now, StripeObjects.subscription(subscription, customer, "past_due", 1));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(entitlement().path("status").asText()).isEqualTo("trialing"));
        assertThat(entitlement().path("seats").path("bought").asInt()).isEqualTo(9);
        stripe.verify(getRequestedFor(urlEqualTo("/v1/subscriptions/" + subscription))
                .withHeader("Authorization", equalTo("Bearer " + KEY)));
        assertThat(told(
                                "customer.subscription.updated",
                                now,
                                StripeObjects.subscription(subscription, customer, "unpaid", 1))
                        .outcome())
                .isEqualTo("stale");
        told(
                "customer.subscription.deleted",
                now + 60,
                StripeObjects.subscription(subscription, customer, "canceled", 1));
        assertThat(entitlement().path("status").asText()).isEqualTo("canceled");
    }

    private void joins(String who) {
        events.apply(member(who));
    }

    private Events.Event member(String who) {
        String data = """
            {"id":"mem_%s","updated_at":1,"organization":{"id":"%s"},"public_user_data":{"user_id":"u_%s"}}""".formatted(who + name, org, who + name);
        return Events.clerk("msg_" + who + name, "organizationMembership.created", 1, data);
    }

    private void subscribed(int seats) {
        link();
        events.apply(subscription(seats));
    }

    private Events.Event subscription(int seats) {
        ObjectNode object = StripeObjects.subscription(subscription, customer, "active", seats);
        object.putObject("metadata").put("org_id", org);
        return Events.stripe(
                "evt_s%d_%s".formatted(count, name),
                "customer.subscription.updated",
                StripeObjects.START + count++,
                object);
    }

    private void link() {
        told("checkout.session.completed", 1, StripeObjects.checkout("cs_" + name, customer, subscription, org));
    }

    private Events.Outcome told(String type, long second, ObjectNode object) {
        return events.apply(Events.stripe("evt_%s_%d".formatted(name, count++), type, second, object));
    }

    private JsonNode entitlement() {
        return hub.as(org, Role.MEMBER).get("/api/billing/entitlement").json();
    }

    private JsonNode seats() {
        for (JsonNode row : operator.get("/api/billing/seats?limit=200").json().path("items")) {
            if (row.path("org").asText().equals(org)) {
                return row;
            }
        }
        return Events.JSON.missingNode();
    }

    private int generation() {
        return seats().path("generation").asInt();
    }

    private void awaitState(String state, @Nullable Integer pushed) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(seats().path("state").asText()).isEqualTo(state);
            assertThat(pushed == null || seats().path("pushed").asInt() == pushed)
                    .isTrue();
        });
    }

    private List<LoggedRequest> pushes() {
        return stripe.findAll(postRequestedFor(urlEqualTo(item))).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    private Long openNotices() {
        return hub.system()
                .queryForObject(
                        "select count(*) from notices where kind = 'billing.seats-dead' and org_id = ? and closed_at is null",
                        Long.class,
                        org);
    }
}
