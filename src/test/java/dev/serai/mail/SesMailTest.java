package dev.serai.mail;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails to Amazon SES, and what SNS brings of them later; the service is played. */
@OwnServers
class SesMailTest {
    private static WireMockServer amazon;
    private static Topic topic;
    private static TestHub hub;
    private static Mails mails;

    private final Api operator = hub.as(null, Role.OPERATOR);
    private final String providerId = UUID.randomUUID().toString();
    private final String address = UUID.randomUUID().toString().substring(0, 8) + "@example.com";

    @BeforeAll
    static void start() throws Exception {
        amazon = new WireMockServer(options().dynamicPort());
        amazon.start();
        topic = new Topic("CN=sns.us-east-1.amazonaws.com");
        hub = TestHub.own(Map.ofEntries(
                Map.entry("SERAI_MAIL_PROVIDER", "ses"),
                Map.entry("EMAIL_FROM", "noreply@example.com"),
                Map.entry("AWS_SES_ACCESS_KEY_ID", "AKIATEST"),
                Map.entry("AWS_SES_SECRET_ACCESS_KEY", "the-secret-of-the-test"),
                Map.entry("AWS_SES_ENDPOINT", amazon.baseUrl()),
                Map.entry("AWS_SNS_ENDPOINT", amazon.baseUrl()),
                Map.entry("AWS_SES_TOPIC_ARNS", Topic.ARN),
                Map.entry("SERAI_OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8"),
                Map.entry("SERAI_MAIL_TIMEOUT", "1s"),
                Map.entry("SERAI_MAIL_WORKDELAY", "50"),
                Map.entry("SERAI_MAIL_LOOK", "100"),
                Map.entry("SERAI_MAIL_ATTEMPTS", "3"),
                Map.entry("SERAI_MAIL_FIRSTDELAY", "50ms"),
                Map.entry("SERAI_MAIL_MAXDELAY", "100ms")));
        mails = new Mails(hub);
    }

    @AfterAll
    static void stop() {
        hub.close();
        amazon.stop();
    }

    @BeforeEach
    void amazonTakesMails() throws Exception {
        amazon.resetAll();
        amazon.stubFor(post("/").willReturn(taken()));
        amazon.stubFor(get(Topic.CERTIFICATE).willReturn(aResponse().withBody(topic.certificate())));
        amazon.stubFor(get(urlPathEqualTo("/")).willReturn(aResponse().withBody("<ConfirmSubscriptionResponse/>")));
    }

    private ResponseDefinitionBuilder taken() {
        return aResponse().withBody("""
                <SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult>\
                <MessageId>%s</MessageId></SendRawEmailResult></SendRawEmailResponse>""".formatted(providerId));
    }

    private static ResponseDefinitionBuilder refused(int status, String code) {
        return aResponse().withStatus(status).withBody("""
                <ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>%s</Code>\
                <Message>no</Message></Error></ErrorResponse>""".formatted(code));
    }

    private static void refusesOnce(ResponseDefinitionBuilder answer, ResponseDefinitionBuilder then) {
        amazon.stubFor(post("/")
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(answer)
                .willSetStateTo("then"));
        amazon.stubFor(post("/").inScenario("once").whenScenarioStateIs("then").willReturn(then));
    }

    private static int calls() {
        return amazon.findAll(postRequestedFor(urlEqualTo("/"))).size();
    }

    @Test
    void aMailIsOneCallWithTheWholeMessage() {
        long mail = mails.ask(address, "Zoë");

        assertThat(mails.awaitState(mail, "sent"))
                .containsEntry("provider_id", providerId)
                .containsEntry("provider", "ses");
        String form =
                amazon.findAll(postRequestedFor(urlEqualTo("/"))).getFirst().getBodyAsString();
        String raw = URLDecoder.decode(form.replaceAll(".*RawMessage\\.Data=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        String message = new String(Base64.getDecoder().decode(raw), StandardCharsets.UTF_8);
        assertThat(form).contains("Action=SendRawEmail", "Source=noreply%40example.com");
        assertThat(message)
                .contains("To: =?UTF-8?", "<" + address + ">", "Message-ID: <serai-%d@example.com>".formatted(mail));
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void throttlingIsTriedAgainLaterByTheHubAlone() {
        refusesOnce(refused(400, "Throttling"), taken());

        assertThat(mails.awaitState(mails.ask(address), "sent")).containsEntry("failures", 1);
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void anUnavailableServiceIsTriedAgain() {
        refusesOnce(refused(503, "ServiceUnavailable"), taken());

        assertThat(mails.awaitState(mails.ask(address), "sent")).containsEntry("failures", 1);
    }

    @Test
    void aKeyThatIsRefusedIsTriedAgainBecauseItIsOurs() {
        refusesOnce(refused(403, "InvalidClientTokenId"), taken());

        mails.awaitState(mails.ask(address), "sent");
    }

    @Test
    void aRejectedMessageHasFailedAfterOneCall() {
        amazon.stubFor(post("/").willReturn(refused(400, "MessageRejected")));

        assertThat(mails.awaitState(mails.ask(address), "failed")).containsEntry("error_code", "ses-MessageRejected");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheServiceALostAnswerAndSilenceAreUnknownAfterOneCallEach() {
        for (ResponseDefinitionBuilder answer : new ResponseDefinitionBuilder[] {
            refused(500, "InternalFailure"),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            taken().withFixedDelay(2500)
        }) {
            amazon.resetRequests();
            amazon.stubFor(post("/").willReturn(answer));

            mails.awaitState(mails.ask(address), "unknown");

            assertThat(calls()).isEqualTo(1);
        }
    }

    private String feedback(String type, String part) {
        return """
                {"notificationType":"%s","mail":{"messageId":"%s"},%s}""".formatted(type, providerId, part);
    }

    private String bounce(String kind) {
        return feedback("Bounce", """
                "bounce":{"bounceType":"%s","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"%s",\
                "diagnosticCode":"smtp; 550 user unknown"}]}""".formatted(kind, address));
    }

    private String complaint() {
        return feedback(
                "Complaint", "\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"%s\"}]}".formatted(address));
    }

    @Test
    void badDay58_aBounceAfterTheMailWasTakenIsLoggedToldAndStopsLaterMails() throws Exception {
        long mail = mails.ask(address);
        mails.awaitState(mail, "sent");

        ObjectNode message = topic.notification(bounce("Permanent"));
        assertThat(Topic.post(hub.anonymous(), message).status()).isEqualTo(200);
        assertThat(Topic.post(hub.anonymous(), message).status()).isEqualTo(200);

        assertThat(mails.awaitState(mail, "bounced").get("error_message"))
                .asString()
                .contains("550 user unknown");
        long later = mails.ask(address.toUpperCase(java.util.Locale.ROOT));
        mails.awaitState(later, "suppressed");
        assertThat(hub.system()
                        .queryForList("select 1 from notices where kind = 'mail-returned' and closed_at is null"))
                .hasSize(1);

        assertThat(operator.post("/api/mails/%d/resend".formatted(later), "{\"reason\":\"try\"}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.get("/api/mails/suppressions").text()).contains(address);
        assertThat(operator.delete("/api/mails/suppressions/" + address).status())
                .isEqualTo(200);
        assertThat(operator.delete("/api/mails/suppressions/" + address).status())
                .isEqualTo(404);
        assertThat(operator.post("/api/mails/%d/resend".formatted(later), "{\"reason\":\"mended\"}")
                        .status())
                .isEqualTo(200);
        mails.awaitState(later, "sent");
    }

    @Test
    void aComplaintSaysMoreThanABounceWhicheverComesFirst() throws Exception {
        long mail = mails.ask(address);
        mails.awaitState(mail, "sent");

        Topic.post(hub.anonymous(), topic.signed(topic.message("Notification", complaint()), "2"));
        mails.awaitState(mail, "complained");
        Topic.post(hub.anonymous(), topic.notification(bounce("Permanent")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> hub.system()
                                .queryForList(
                                        "select 1 from mail_feedback where provider_id = ? and kind = 'bounced' and applied",
                                        providerId)
                                .size()
                        == 1);

        assertThat(mails.row(mail)).containsEntry("state", "complained");
    }

    @Test
    void aPassingBounceSuppressesNobody() throws Exception {
        long mail = mails.ask(address);
        mails.awaitState(mail, "sent");

        Topic.post(hub.anonymous(), topic.notification(bounce("Transient")));

        mails.awaitState(mail, "bounced");
        mails.awaitState(mails.ask(address), "sent");
    }

    @Test
    void feedbackThatComesBeforeTheAnswerWaitsForIt() throws Exception {
        Topic.post(hub.anonymous(), topic.notification(bounce("Permanent")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> hub.system()
                                .queryForList("select 1 from mail_feedback where provider_id = ?", providerId)
                                .size()
                        == 1);

        mails.awaitState(mails.ask(address), "bounced");
    }

    @Test
    void aDeliveryProvesWhatBecameOfAnUnknownMail() throws Exception {
        amazon.stubFor(post("/").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        long mail = mails.ask(address);
        mails.awaitState(mail, "unknown");

        Topic.post(hub.anonymous(), topic.notification("""
                {"eventType":"Delivery","mail":{"messageId":"%s","headers":[{"name":"X-Serai-Mail","value":"%d"}]},\
                "delivery":{"recipients":["%s"]}}""".formatted(providerId, mail, address)));

        assertThat(mails.awaitState(mail, "sent")).containsEntry("provider_id", providerId);
    }

    @Test
    void aConfiguredTopicIsConfirmed() throws Exception {
        Topic.post(hub.anonymous(), topic.signed(topic.message("SubscriptionConfirmation", "confirm"), "1"));

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            amazon.verify(getRequestedFor(urlEqualTo("/?Action=ConfirmSubscription")));
            assertThat(hub.system()
                            .queryForObject("select state from mail_topics where topic = ?", String.class, Topic.ARN))
                    .isEqualTo("confirmed");
        });
    }

    @Test
    void whatIsForgedIsRefusedAndLeavesNothing() throws Exception {
        ObjectNode changed = topic.notification(bounce("Permanent")).put("Message", complaint());
        ObjectNode elsewhere = topic.notification(bounce("Permanent"))
                .put("SigningCertURL", "https://sns.us-east-1.amazonaws.com.evil.example/a.pem");
        ObjectNode plain = topic.notification(bounce("Permanent"))
                .put("SigningCertURL", "http://sns.us-east-1.amazonaws.com" + Topic.CERTIFICATE);
        ObjectNode foreign =
                topic.signed(topic.message("Notification", bounce("Permanent")).put("TopicArn", Topic.ARN + "2"), "1");
        ObjectNode old = topic.signed(
                topic.message("Notification", bounce("Permanent")).put("Timestamp", "2020-01-01T00:00:00Z"), "1");
        ObjectNode strange = topic.notification(bounce("Permanent")).put("SignatureVersion", "3");
        ObjectNode other = new Topic("CN=sns.us-east-1.amazonaws.com").notification(bounce("Permanent"));

        for (ObjectNode message : new ObjectNode[] {changed, elsewhere, plain, foreign, old, strange, other}) {
            assertThat(Topic.post(hub.anonymous(), message).status()).isEqualTo(400);
        }
        assertThat(hub.system().queryForList("select 1 from mail_feedback where provider_id = ?", providerId))
                .isEmpty();
    }

    @Test
    void aCertificateOfAnotherServiceIsNotTaken() throws Exception {
        Topic stranger = new Topic("CN=example.com");
        String path = "/SimpleNotificationService-1111.pem";
        amazon.stubFor(get(path).willReturn(aResponse().withBody(stranger.certificate())));
        ObjectNode message = stranger.notification(bounce("Permanent"))
                .put("SigningCertURL", "https://sns.us-east-1.amazonaws.com" + path);

        assertThat(Topic.post(hub.anonymous(), message).status()).isEqualTo(400);
    }

    @Test
    void theSecretOfTheServiceIsNowhere() {
        mails.awaitState(mails.ask(address), "sent");

        JsonNode page = operator.get("/api/mails?limit=200").json();
        assertThat(page.toString()).doesNotContain("the-secret-of-the-test");
        assertThat(hub.as(null, Role.VIEWER).get("/metrics").text()).doesNotContain("the-secret-of-the-test", address);
    }
}
