package dev.serai.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.NewServiceKey;
import dev.serai.access.Role;
import dev.serai.access.Scopes;
import dev.serai.access.ServiceKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An embedding service that fails in every way it can. Three attempts; each repeats the call twice at once. */
@ExtendWith(OutputCaptureExtension.class)
class RetryTest {
    private static final String KEY = "sk-very-secret-key";
    private static final int CALLS_OF_AN_ATTEMPT = 3;
    private static final int ATTEMPTS = 3;
    private static final String TEXT = "A sentence to embed.";

    private static WireMockServer service;
    private static TestHub hub;

    private final Api api = hub.as("retry-" + UUID.randomUUID(), Role.ORG_ADMIN);

    @BeforeAll
    static void start() {
        service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        service.start();
        hub = TestHub.own(Map.of(
                "SERAI_EMBEDDING_PROVIDER",
                "remote",
                "SERAI_EMBEDDING_URL",
                service.baseUrl(),
                "SERAI_EMBEDDING_KEY",
                KEY,
                "serai.pipeline.retry.attempts",
                Integer.toString(ATTEMPTS),
                "serai.pipeline.retry.first-delay",
                "100ms",
                "serai.pipeline.quick-retry-delay",
                "20"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        service.stop();
    }

    @BeforeEach
    void forget() {
        service.resetAll();
    }

    @Test
    void aServiceThatComesBackIsAskedAgainLater() {
        answer(CALLS_OF_AN_ATTEMPT + 1, aResponse().withStatus(500), vectors(1, "1"));

        JsonNode end = uploaded();

        assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("ready");
        assertThat(end.path("stages").findValuesAsText("outcome"))
                .containsExactly("done", "done", "retried", "done", "done");
        assertThat(end.path("stages").get(2).path("code").asText()).isEqualTo("SERAI-JOB-002");
    }

    @Test
    void aHiccupIsRepeatedWithinTheAttempt() {
        answer(2, aResponse().withStatus(503), vectors(1, "1"));

        JsonNode end = uploaded();

        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("stages").findValuesAsText("outcome")).containsOnly("done");
        assertThat(end.path("stages").findValuesAsText("attempt")).containsOnly("1");
    }

    @Test
    void everyRepetitionSendsTheSameTexts() {
        answer(CALLS_OF_AN_ATTEMPT + 1, aResponse().withStatus(503), vectors(1, "1"));

        uploaded();

        List<LoggedRequest> requests = requests();
        assertThat(requests).hasSize(CALLS_OF_AN_ATTEMPT + 2);
        assertThat(requests)
                .extracting(LoggedRequest::getBodyAsString)
                .allMatch(requests.getFirst().getBodyAsString()::equals);
        assertThat(requests.getFirst().getBodyAsString()).contains(TEXT, "\"model\":\"all-MiniLM-L6-v2\"");
    }

    @Test
    void aServiceThatStaysDownEndsInADeadLetter() {
        service.stubFor(post("/v1/embeddings").willReturn(aResponse().withStatus(500)));

        JsonNode end = uploaded();

        assertDead(end, "SERAI-JOB-002", ATTEMPTS);
        assertThat(end.path("stages").findValuesAsText("outcome"))
                .containsExactly("done", "done", "retried", "retried", "dead-lettered");
        assertThat(requests()).hasSize(ATTEMPTS * CALLS_OF_AN_ATTEMPT);
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() {
        answer(
                CALLS_OF_AN_ATTEMPT,
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER),
                vectors(1, "1"));

        JsonNode end = uploaded();

        assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("ready");
    }

    @Test
    void anErrorInAGoodAnswerIsTriedAgain() {
        answer(1, aResponse().withBody("{\"error\":{\"message\":\"model is loading\"}}"), vectors(1, "1"));

        JsonNode end = uploaded();

        assertThat(end.path("status").asText()).isEqualTo("ready");
        assertThat(end.path("stages").get(2).path("code").asText()).isEqualTo("SERAI-EMBED-001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "null", "1e999", "0", "\"1\""})
    void aVectorThatIsNoneIsNotTriedAgain(String number) {
        service.stubFor(post("/v1/embeddings").willReturn(vectors(1, number)));

        assertBadAnswer(uploaded());
    }

    @Test
    void aWrongDimensionIsNotTriedAgain() {
        service.stubFor(post("/v1/embeddings")
                .willReturn(aResponse().withBody("{\"data\":[{\"index\":0,\"embedding\":[1,2,3]}]}")));

        assertBadAnswer(uploaded());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWrongCountIsNotTriedAgain(int count) {
        service.stubFor(post("/v1/embeddings").willReturn(vectors(count, "1")));

        assertBadAnswer(uploaded());
    }

    @Test
    void theRequestCarriesTheKeyAndNothingOfTheJob() {
        service.stubFor(post("/v1/embeddings").willReturn(vectors(1, "1")));

        assertThat(uploaded().path("status").asText()).isEqualTo("ready");

        HttpHeaders headers = requests().getFirst().getHeaders();
        assertThat(headers.getHeader("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
        assertThat(headers.getHeader("Content-Type").firstValue()).startsWith("application/json");
        assertThat(headers.keys())
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .isSubsetOf(
                        "authorization",
                        "content-type",
                        "content-length",
                        "host",
                        "connection",
                        "user-agent",
                        "accept",
                        "accept-encoding",
                        "transfer-encoding",
                        "upgrade",
                        "expect");
    }

    @Test
    void theServicesHeadersDoNotReachTheJob() {
        service.stubFor(post("/v1/embeddings")
                .willReturn(vectors(1, "1")
                        .withHeader("attempt", "99")
                        .withHeader("jobId", UUID.randomUUID().toString())
                        .withHeader("documentId", UUID.randomUUID().toString())));

        assertThat(uploaded().path("status").asText()).isEqualTo("ready");
    }

    @Test
    void aQueryIsEmbeddedByTheServiceToo() {
        service.stubFor(post("/v1/embeddings").willReturn(vectors(1, "1").withStatus(201)));
        assertThat(uploaded().path("status").asText()).isEqualTo("ready");

        Api.Reply found = api.post("/api/search", "{\"query\":\"entirely different words\",\"mode\":\"vector\"}");

        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(found.json().path("hits")).hasSize(1);
        service.verify(
                postRequestedFor(urlEqualTo("/v1/embeddings")).withRequestBody(containing("entirely different words")));
    }

    @Test
    void badDay51_theKeyAppearsNowhere(CapturedOutput output) {
        service.stubFor(post("/v1/embeddings").willReturn(aResponse().withStatus(401)));

        JsonNode end = uploaded();
        Api.Reply search = api.post("/api/search", "{\"query\":\"words\",\"mode\":\"vector\"}");

        assertDead(end, "SERAI-JOB-002", ATTEMPTS);
        String id = end.path("documentId").asText();
        assertThat(output.getAll()).contains(id).doesNotContain(KEY);
        assertThat(end.toString()).doesNotContain(KEY);
        assertThat(search.text()).doesNotContain(KEY);
        assertThat(DeadLetters.rows(hub, id).toString()).doesNotContain(KEY, "Bearer", TEXT);
        assertThat(DeadLetters.message(hub, id)).doesNotContain(KEY);
    }

    @Test
    void badDay51_noSecretIsFoundInWhatTheHubSaysOrWrites(CapturedOutput output) throws java.io.IOException {
        String org = "secrets-" + UUID.randomUUID();
        Api caller = hub.as(org, Role.ORG_ADMIN);
        String serviceKey = hub.hub()
                .context()
                .getBean(ServiceKeys.class)
                .create(new NewServiceKey(org, "scan", Scopes.USUAL, null, "test"))
                .text();
        String signature = "whsec_" + UUID.randomUUID();
        List<String> secrets = List.of(
                KEY,
                java.util.Objects.requireNonNull(caller.token()),
                serviceKey,
                serviceKey.substring(serviceKey.lastIndexOf('_') + 1),
                signature,
                hub.setting("serai.s3.secret-key"),
                hub.setting("serai.database.app.password"),
                hub.setting("serai.database.system.password"),
                hub.setting("serai.database.admin.password"));
        assertThat(secrets).allMatch(secret -> secret.length() > 15);
        StringBuilder said = new StringBuilder();

        // A service that quotes what it was sent, in every form in which it can fail.
        for (ResponseDefinitionBuilder answer : List.of(
                aResponse().withBody("{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"),
                aResponse().withBody("<html>You sent Bearer " + KEY + "</html>"),
                aResponse().withStatus(401).withBody("Bearer " + KEY).withHeader("X-Echo", KEY))) {
            service.resetAll();
            service.stubFor(post("/v1/embeddings").willReturn(answer));
            said.append(journey(caller, signature)).append(journey(new Api(caller.address(), serviceKey), signature));
        }
        service.resetAll();
        service.stubFor(post("/v1/embeddings").willReturn(vectors(1, "1")));
        said.append(journey(caller, signature));
        for (String wrong : List.of(caller.token() + "x", serviceKey + "x", serviceKey.replace('a', 'b'))) {
            said.append(shown(new Api(caller.address(), wrong).get("/api/documents")));
        }
        Api operator = hub.as(null, Role.OPERATOR);
        for (String page : List.of(
                "/",
                "/metrics",
                "/api/health",
                "/api/health/deep",
                "/api/system",
                "/docs",
                "/docs/errors",
                "/docs/api")) {
            said.append(shown(operator.get(page)));
        }
        String written = Leaks.written(hub);

        assertThat(written).contains(org, "SERAI-EMBED-002");
        assertThat(output.getAll()).contains("stage attempt failed");
        for (String secret : secrets) {
            String hint = secret.substring(0, 4) + "…";
            assertThat(said.toString().contains(secret))
                    .as("answers have " + hint)
                    .isFalse();
            assertThat(written.contains(secret))
                    .as("rows, messages or server logs have " + hint)
                    .isFalse();
            assertThat(output.getAll().contains(secret)).as("log has " + hint).isFalse();
        }
    }

    /** What the hub answers on a document's whole way, whatever becomes of it. */
    private static String journey(Api caller, String signature) {
        Api.Reply uploaded = caller.send(caller.request("/api/documents")
                .header("X-File-Name", "a.txt")
                .header("Stripe-Signature", "t=1,v1=" + signature)
                .header("X-Api-Key", signature)
                .header("Cookie", "session=" + signature)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("Words " + UUID.randomUUID()))
                .build());
        String id = uploaded.json().path("documentId").asText();
        caller.settled(id);
        StringBuilder said = new StringBuilder(shown(uploaded));
        for (String path : List.of("", "/text", "/chunks", "/content")) {
            said.append(shown(caller.get("/api/documents/" + id + path)));
        }
        return said.append(shown(caller.get("/api/documents")))
                .append(shown(caller.get("/api/documents?token=" + signature.substring(0, 5))))
                .append(shown(caller.post("/api/search", "{\"query\":\"words\",\"mode\":\"vector\"}")))
                .toString();
    }

    private static String shown(Api.Reply reply) {
        return reply.headers() + reply.text() + "\n";
    }

    private void assertBadAnswer(JsonNode end) {
        assertDead(end, "SERAI-EMBED-002", 1);
        assertThat(end.path("stages").findValuesAsText("outcome")).containsExactly("done", "done", "dead-lettered");
        assertThat(requests()).hasSize(1);
    }

    private static void assertDead(JsonNode end, String code, int attempts) {
        assertThat(end.path("status").asText()).as(end.toPrettyString()).isEqualTo("failed");
        assertThat(end.path("failure").path("code").asText()).isEqualTo(code);
        assertThat(end.path("failure").path("help").asText()).isNotBlank();
        assertThat(DeadLetters.rows(hub, end.path("documentId").asText()))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("stage", "embed")
                        .containsEntry("route_id", "documents-embed")
                        .containsEntry("attempts", attempts));
    }

    private JsonNode uploaded() {
        Api.Reply reply = api.upload("text.txt", TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).isEqualTo(202);
        return api.settled(reply.json().path("documentId").asText());
    }

    private static List<LoggedRequest> requests() {
        return service.findAll(postRequestedFor(urlEqualTo("/v1/embeddings")));
    }

    /** First {@code times} the one answer, then always the other. */
    private static void answer(int times, ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
        for (int i = 0; i < times; i++) {
            service.stubFor(post("/v1/embeddings")
                    .inScenario("recovery")
                    .whenScenarioStateIs(i == 0 ? "Started" : "failed " + i)
                    .willReturn(first)
                    .willSetStateTo("failed " + (i + 1)));
        }
        service.stubFor(post("/v1/embeddings")
                .inScenario("recovery")
                .whenScenarioStateIs("failed " + times)
                .willReturn(then));
    }

    private static ResponseDefinitionBuilder vectors(int count, String number) {
        String vector = IntStream.range(0, 384).mapToObj(i -> number).collect(Collectors.joining(",", "[", "]"));
        String data = IntStream.range(0, count)
                .mapToObj(i -> "{\"index\":%d,\"embedding\":%s}".formatted(i, vector))
                .collect(Collectors.joining(","));
        return aResponse().withHeader("Content-Type", "application/json").withBody("{\"data\":[" + data + "]}");
    }
}
