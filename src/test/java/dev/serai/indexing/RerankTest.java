package dev.serai.indexing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service that reads question and passage together has the last word on the order, while it answers. */
@ExtendWith(OutputCaptureExtension.class)
class RerankTest {
    private static final String KEY = "rk-very-secret-key";
    private static final String SEARCH = "{\"query\":\"rent of the office\",\"mode\":\"keyword\",\"k\":2}";

    private static final WireMockServer service =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static TestHub hub;

    private static Api api;

    @BeforeAll
    static void start() {
        service.start();
        hub = TestHub.own(Map.of(
                "SERAI_RERANK_PROVIDER", "remote",
                "SERAI_RERANK_URL", service.baseUrl(),
                "SERAI_RERANK_KEY", KEY,
                "SERAI_RERANK_MODEL", "judge-1",
                "serai.search.rerank.timeout-ms", "1000"));
        api = hub.as("rerank-" + UUID.randomUUID(), Role.ORG_ADMIN);
        api.ready(
                "a.txt", "The rent of the office is due on the first day of each month, rent being the office's rent.");
        api.ready("b.txt", "The rent of the office is 4,000 euros.");
        api.ready("c.txt", "An office has no rent.");
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
    void theServiceChoosesAmongMoreThanAreWanted() {
        List<String> before = found(aResponse().withStatus(500));

        List<String> after = found(aResponse().withBody(results(result(2, 0.9), result(0, 0.4))));

        assertThat(before).hasSize(2);
        assertThat(after).hasSize(2).doesNotContain(before.get(1));
        assertThat(after.get(1)).isEqualTo(before.get(0));
        LoggedRequest request =
                service.findAll(postRequestedFor(urlEqualTo("/v1/rerank"))).getLast();
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.getHeaders().keys())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("org"));
        service.verify(postRequestedFor(urlEqualTo("/v1/rerank"))
                .withRequestBody(matchingJsonPath("$.model", equalTo("judge-1")))
                .withRequestBody(matchingJsonPath("$.query", equalTo("rent of the office")))
                .withRequestBody(matchingJsonPath("$.top_n", equalTo("2")))
                .withRequestBody(matchingJsonPath("$.documents.length()", equalTo("3"))));
    }

    @Test
    void scoresAreThoseOfTheService() {
        answer(aResponse().withBody(results(result(1, 0.25), result(2, 0.75))));

        JsonNode hits = api.search(SEARCH);

        assertThat(hits).extracting(hit -> hit.path("score").asDouble()).containsExactly(0.75, 0.25);
    }

    static Stream<ResponseDefinitionBuilder> failures() {
        return Stream.of(
                aResponse().withStatus(503),
                aResponse().withStatus(401).withBody("{\"message\":\"no such key: " + KEY + "\"}"),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFixedDelay(3_000).withBody(results(result(0, 1), result(1, 0))),
                aResponse().withBody("not json"),
                aResponse().withBody("{}"),
                aResponse().withBody(results(result(0, 1))),
                aResponse().withBody(results(result(0, 1), result(0, 1))),
                aResponse().withBody(results(result(0, 1), result(3, 1))),
                aResponse().withBody("{\"results\":[{\"index\":0},{\"index\":1}]}"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void withoutAnAnswerHitsKeepTheirOrder(ResponseDefinitionBuilder failure, CapturedOutput output) {
        assertThat(found(failure)).hasSize(2).doesNotHaveDuplicates();
        assertThat(output).contains("hits are not re-ranked").doesNotContain(KEY);
    }

    @Test
    void nothingFoundIsNothingAsked() {
        assertThat(api.search("{\"query\":\"zeppelin\",\"mode\":\"keyword\"}")).isEmpty();
        assertThat(service.findAll(postRequestedFor(urlEqualTo("/v1/rerank")))).isEmpty();
    }

    private List<String> found(ResponseDefinitionBuilder answer) {
        answer(answer);
        return api.search(SEARCH).findValuesAsText("documentId");
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        service.stubFor(post(urlEqualTo("/v1/rerank")).willReturn(answer));
    }

    private static String results(String... results) {
        return "{\"model\":\"judge-1\",\"results\":[" + String.join(",", results) + "]}";
    }

    private static String result(int index, double score) {
        return "{\"index\":%d,\"relevance_score\":%s}".formatted(index, score);
    }
}
