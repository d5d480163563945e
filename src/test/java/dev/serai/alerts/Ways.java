package dev.serai.alerts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Slack's incoming webhook and PagerDuty's Events API v2, as their documentation describes them. */
final class Ways implements AutoCloseable {
    static final String SLACK = "/services/T0000/B0000/a-secret-word";
    static final String PAGERDUTY = "/v2/enqueue";
    static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
    static final String MAIL = "ops@example.com";
    private static final ObjectMapper JSON = new ObjectMapper();

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    Ways() {
        server.start();
        calm();
    }

    /** Both answer what they answer on good days. */
    void calm() {
        server.resetMappings();
        server.stubFor(post(SLACK)
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "text/html")
                        .withBody("ok")));
        server.stubFor(post(PAGERDUTY)
                .willReturn(aResponse()
                        .withStatus(202)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}")));
    }

    /** Settings of a hub that tells them, quick enough for a test. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "SLACK_WEBHOOK_URL", "http://localhost:" + server.port() + SLACK,
                "PAGERDUTY_ROUTING_KEY", ROUTING_KEY,
                "PAGERDUTY_API_URL", "http://localhost:" + server.port(),
                "SERAI_ALERTS_MAIL_TO", MAIL,
                "SERAI_PUBLIC_URL", "https://serai.example.com",
                "SERAI_RUNBOOKS_URL", "https://docs.example.com/runbooks/",
                "serai.alerts.look", "100",
                "serai.alerts.poll", "100",
                "serai.alerts.conditions-look", "200",
                "serai.alerts.first-delay", "200ms"));
        all.put("SLACK_API_URL", "http://localhost:" + server.port());
        all.putAll(Map.of("serai.alerts.max-delay", "400ms", "serai.alerts.attempts", "3"));
        all.putAll(more);
        return all;
    }

    /** What one of them was sent that has this text, oldest first. */
    List<JsonNode> sent(String path, String text) {
        return server.findAll(postRequestedFor(urlEqualTo(path))).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .map(LoggedRequest::getBodyAsString)
                .filter(body -> body.contains(text))
                .map(Ways::json)
                .toList();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
