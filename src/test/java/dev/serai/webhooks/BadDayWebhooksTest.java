package dev.serai.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hostile and unlucky webhooks, on a hub that takes Stripe's test events with two live secrets. */
@OwnServers
class BadDayWebhooksTest {
    private static final String NEW_SECRET = "whsec_that_came_with_the_rotation";
    private static TestHub hub;
    private static Sender sender;

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of(
                "STRIPE_WEBHOOK_SECRET",
                Sender.STRIPE_SECRET + "," + NEW_SECRET,
                "CLERK_WEBHOOK_SECRET",
                Sender.CLERK_SECRET,
                "SERAI_WEBHOOKS_SLOWGRACE",
                "1s"));
        sender = new Sender(hub.anonymous());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void badDay1_aForgedWebhookLeavesNothingButACount() {
        String id = id();

        Api.Reply reply = sender.stripe(event(id), "whsec_of_somebody_else", Instant.now());

        assertRefused(reply, 400, "signature-wrong");
        assertThat(stored(id)).isZero();
    }

    @Test
    void badDay2_aRepetitionIsADuplicateAndOneEvent() {
        String id = id();
        Instant signed = Instant.now();

        assertThat(sender.stripe(event(id), Sender.STRIPE_SECRET, signed)
                        .json()
                        .path("duplicate")
                        .asBoolean(true))
                .isFalse();
        assertThat(sender.stripe(event(id), Sender.STRIPE_SECRET, signed)
                        .json()
                        .path("duplicate")
                        .asBoolean())
                .isTrue();
        assertThat(stored(id)).isEqualTo(1);
    }

    @Test
    void badDay3_aRepetitionAfterAnHourIsRefused() {
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));

        assertRefused(sender.stripe(event(id()), Sender.STRIPE_SECRET, anHourAgo), 400, "signature-old");
        assertRefused(sender.clerk("msg_old", "{}", Sender.CLERK_SECRET, anHourAgo), 400, "signature-old");
    }

    @Test
    void badDay4_aCapturedSignatureFitsNoOtherId() {
        String body = "{\"type\":\"user.created\"}";
        String[] headers = Sender.standard("svix-", "msg_first", body, Sender.CLERK_SECRET, Instant.now());
        headers[1] = "msg_second";

        assertRefused(sender.send("/api/webhooks/clerk", body, headers), 400, "signature-wrong");
    }

    @Test
    void badDay5_fiftyTimesAtOnceIsOneEvent() {
        String id = id();

        List<Api.Reply> replies = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> sender.stripe(event(id)))
                .toList();

        assertThat(replies).extracting(Api.Reply::status).containsOnly(200);
        assertThat(replies)
                .filteredOn(reply -> !reply.json().path("duplicate").asBoolean())
                .hasSize(1);
        assertThat(stored(id)).isEqualTo(1);
    }

    @Test
    void badDay7_hugeBodiesEndAtTheLimitAnnouncedOrNot() throws IOException {
        byte[] huge = new byte[50_000_000];

        assertRefused(post(BodyPublishers.ofByteArray(huge)), 413, "body-too-large");
        assertRefused(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge))), 413, "body-too-large");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(huge);
        }
        assertRefused(post(BodyPublishers.ofByteArray(bomb.toByteArray())), 400, "signature-missing");
    }

    @Test
    void badDay8_sendersThatTrickleAreCutOffWhileOthersAreServed() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slow.add(trickling());
        }

        assertThat(sender.stripe(event(id())).status()).isEqualTo(200);
        Socket one = slow.getFirst();
        one.setSoTimeout(30_000);
        assertThat(trickledAnswer(one)).contains(" 408 ");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void badDay9_bodiesAreJudgedAsBytes() {
        String body = "{\r\n \"id\": \"%s\", \"type\": \"x\", \"name\": \"Zoë\"}\n".formatted(id());
        String bom = "\ufeff" + event(id());

        assertThat(sender.stripe(body).status()).isEqualTo(200);
        assertThat(sender.stripe(bom).status())
                .as("signed with its byte order mark")
                .isEqualTo(200);
        assertRefused(changedOnTheWay(body, body.replace("\r\n", "\n")), 400, "signature-wrong");
        assertRefused(changedOnTheWay(body, "\ufeff" + body), 400, "signature-wrong");
    }

    @Test
    void badDay10_signaturesThatCannotBeReadAreRefusedQuickly() {
        String digest = "0".repeat(64);
        for (String header : List.of(
                "t=abc,v1=" + digest,
                "v1=" + digest,
                "t=1,t=2,v1=" + digest,
                "t=-1,v1=" + digest,
                "t=99999999999999999999,v1=" + digest,
                "t=١٢٣,v1=" + digest,
                "t=1" + (",v1=" + digest).repeat(60),
                "t=1" + ",".repeat(7_000))) {
            byte[] raw = header.getBytes(StandardCharsets.UTF_8);
            String latin = new String(raw, StandardCharsets.ISO_8859_1);
            Verdict verdict = new StripeScheme(Duration.ofMinutes(5))
                    .judge(
                            Headers.of(Map.of("Stripe-Signature", latin)),
                            new byte[] {1},
                            List.of(new StripeScheme(Duration.ofMinutes(5)).secret(NEW_SECRET, null)),
                            Instant.now());
            assertThat(verdict).as(header).isInstanceOf(Verdict.Refused.class);
        }
        String tenThousand = "t=1" + ",v1=0".repeat(1_200);
        assertRefused(
                sender.send("/api/webhooks/stripe", "{}", "Stripe-Signature", tenThousand), 400, "signature-malformed");
        assertRefused(
                sender.send("/api/webhooks/stripe", "{}", "Stripe-Signature", "t=1", "Stripe-Signature", "t=2"),
                400,
                "signature-malformed");
    }

    @Test
    void badDay11_signedBodiesThatAreNoEventsNeverEndInAnError() {
        for (String body : List.of(
                "not json",
                "[]",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                "{} {}",
                "{\"id\":\"\\u0000\"}",
                "{\"id\":\"a\\qb\"}",
                "{\"id\":\"a\nb\"}",
                "{\"id\":\"" + "x".repeat(300) + "\"}")) {
            assertRefused(sender.stripe(body), 400, "event-unparseable");
        }
        for (String body : List.of(
                "{\"id\":\"%s\",\"id\":\"%s\",\"type\":\"x\"}".formatted(id(), id()),
                "{\"id\":\"%s\",\"amount\":1e400,\"type\":\"x\"}".formatted(id()),
                "{\"id\":\"%s\",\"amount\":%s}".formatted(id(), "9".repeat(900)))) {
            assertThat(sender.stripe(body).status()).as(body).isEqualTo(200);
        }
    }

    @Test
    void badDay12_eventsOfAnotherModeOrAccountHaveTheirOwnReason() {
        assertRefused(sender.stripe("{\"id\":\"evt_1\",\"livemode\":true,\"type\":\"x\"}"), 400, "foreign-mode");
        assertRefused(
                sender.stripe("{\"id\":\"evt_1\",\"account\":\"acct_1\",\"type\":\"x\"}"), 400, "foreign-account");
        assertRefused(sender.stripe("{\"id\":\"evt_1\",\"object\":\"v2.core.event\"}"), 400, "thin-event");

        Sources live = Samples.sources(
                Duration.ofMinutes(5),
                Map.of(
                        "stripe",
                        Samples.settings(
                                SourceSettings.SchemeName.STRIPE,
                                List.of(new SourceSettings.SecretSettings(NEW_SECRET, "")),
                                SourceSettings.Mode.LIVE,
                                List.of("acct_1"))));
        assertThat(live.named("stripe").test()).isFalse();
        assertThat(live.named("stripe").live()).isTrue();
    }

    @Test
    void badDay13_aSecretWithALineEndStopsTheStartAndIsNotTold() {
        assertThatThrownBy(() -> Samples.sources(
                        Duration.ofMinutes(5),
                        Map.of(
                                "stripe", Samples.settings(SourceSettings.SchemeName.STRIPE, NEW_SECRET + "\n"),
                                "clerk", Samples.settings(SourceSettings.SchemeName.STANDARD, "whsec_"),
                                "Bad Name", Samples.settings(SourceSettings.SchemeName.STANDARD, Sender.CLERK_SECRET))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SERAI-HOOK-020")
                .hasMessageContaining("stripe: secret 1 is empty or has blanks or line ends")
                .hasMessageContaining("clerk: secret 1 is 0 bytes of base64")
                .hasMessageContaining("Bad Name")
                .hasMessageNotContaining(NEW_SECRET);
    }

    @Test
    void badDay14_bothSecretsVerifyWhileBothAreLive() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String secret = i % 2 == 0 ? Sender.STRIPE_SECRET : NEW_SECRET;
            statuses.add(sender.stripe(event(id()), secret, Instant.now()).status());
        }

        assertThat(statuses).containsOnly(200);
    }

    private static Api.Reply changedOnTheWay(String signed, String sent) {
        try {
            String signature = com.stripe.net.Webhook.Signature.generateSignatureHeader(signed, Sender.STRIPE_SECRET);
            return sender.send("/api/webhooks/stripe", sent, "Stripe-Signature", signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Api.Reply post(java.net.http.HttpRequest.BodyPublisher body) {
        Api api = hub.anonymous();
        return api.send(api.request("/api/webhooks/stripe")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(body)
                .build());
    }

    /** A request whose head is complete and whose body has begun. */
    private static Socket trickling() throws IOException {
        URI address = URI.create(hub.hub().address());
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write("POST /api/webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends a byte whenever the hub is still silent after 100 ms; answers the first line that comes back. */
    private static String trickledAnswer(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        Instant end = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(end)) {
            try {
                int b = socket.getInputStream().read();
                if (b < 0 || b == '\n') {
                    return line.toString(StandardCharsets.US_ASCII);
                }
                line.write(b);
            } catch (java.net.SocketTimeoutException e) {
                socket.getOutputStream().write(' ');
            }
        }
        return "";
    }

    private static void assertRefused(Api.Reply reply, int status, String reason) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
    }

    private static String id() {
        return "evt_" + UUID.randomUUID();
    }

    private static String event(String id) {
        return "{\"id\":\"%s\",\"object\":\"event\",\"livemode\":false,\"created\":1,\"type\":\"unheard.of\"}"
                .formatted(id);
    }

    private static long stored(String id) {
        return java.util.Objects.requireNonNull(
                hub.system().queryForObject("select count(*) from webhook_events where event_id = ?", Long.class, id));
    }
}
