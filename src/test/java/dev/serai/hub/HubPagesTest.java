package dev.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubPagesTest {
    private final Api api = TestHub.shared().anonymous();

    @Test
    void healthIsLiveness() {
        assertThat(api.get("/api/health").json().path("status").asText()).isEqualTo("ok");
    }

    @Test
    void deepHealthKnowsEveryServerAndNamesNoHost() {
        Api.Reply reply = api.get("/api/health/deep");

        JsonNode health = reply.json();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(health.path("servers").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("kafka", "postgres", "redis", "s3");
        assertThat(health.path("servers").findValuesAsText("status")).containsOnly("up");
        assertThat(health.path("backlog").has("deadLetters")).isTrue();
        assertThat(reply.text()).doesNotContain("127.0.0.1", "localhost", "jdbc", "serai_");
    }

    @Test
    void askingOftenTakesNothingFromThoseWhoWork() {
        for (int i = 0; i < 12; i++) {
            assertThat(api.get("/api/health/deep").json().path("servers").findValuesAsText("status"))
                    .containsOnly("up");
        }

        Api member = TestHub.shared().as("health-watched", Role.MEMBER);
        assertThat(member.post("/api/search", "{\"query\":\"anything\"}").status())
                .isEqualTo(200);
    }

    @Test
    void systemTellsFactsWithoutSecrets() {
        Api.Reply reply = api.get("/api/system");

        assertThat(reply.json().path("embedded")).hasSize(4);
        assertThat(reply.json().path("profile").asText()).isEqualTo("development");
        assertThat(reply.text()).doesNotContain("password", "secret", "127.0.0.1");
    }

    @Test
    void theContractIsServedToPrograms() {
        JsonNode contract = api.get("/api/docs/openapi.json").json();

        assertThat(contract.path("openapi").asText()).startsWith("3.1");
        assertThat(contract.path("paths").has("/api/search")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/docs/api"})
    void pagesAreHtmlThatRunsNothing(String path) {
        Api.Reply reply = api.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/html");
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    }

    @Test
    void metricsHaveBoundedTags() {
        String metrics = TestHub.shared().as(null, Role.VIEWER).get("/metrics").text();

        assertThat(metrics).contains("serai_http_requests_seconds_count", "jvm_memory_used_bytes");
        assertThat(metrics).doesNotContain("documentId=", "orgId=", "path=\"/api/documents/");
    }
}
