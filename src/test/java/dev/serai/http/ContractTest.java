package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door lets through, and what it says when it does not. */
class ContractTest {
    private final TestHub hub = TestHub.shared();
    private final Api api = hub.as("contract-" + UUID.randomUUID(), Role.MEMBER);

    @Test
    void everyOperationHasARoute() {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        Contract contract = hub.hub().context().getBean(Contract.class);

        assertThat(contract.operationIds())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(camel.getRoutes())
                        .as(id)
                        .anyMatch(r -> r.getEndpoint().getEndpointUri().startsWith("direct://" + id + "?revision=")));
    }

    @Test
    void everyClosedOperationRefusesACallerWithoutToken() {
        Contract contract = hub.hub().context().getBean(Contract.class);
        for (Operation operation : contract.operations()) {
            if (!operation.open()) {
                String path = operation
                        .path()
                        .getPatternString()
                        .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
                Api.Reply reply = hub.anonymous().call(operation.method(), path, null, "");
                assertThat(reply.status()).as(operation.id()).isEqualTo(401);
                assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
            }
        }
    }

    @Test
    void allMistakesAreReportedTogether() {
        Api.Reply reply = api.post(
                "/api/search?verbose=1",
                "{\"query\":\"\",\"k\":0,\"mode\":\"fuzzy\",\"documentIds\":[\"x\"],\"extra\":1}");

        assertThat(reply.status()).isEqualTo(400);
        JsonNode problem = reply.json();
        assertThat(problem.path("code").asText()).isEqualTo("SERAI-HTTP-001");
        assertThat(problem.path("errors")).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void everyMistakeNamesItsValue() {
        Api.Reply reply = api.get("/api/documents?limit=9999");

        assertThat(reply.json().path("errors").get(0).path("at").asText()).isEqualTo("/query/limit");
        assertThat(reply.json().path("errors").get(0).path("message").asText())
                .contains("200")
                .contains("9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"query\":\"a\",\"query\":\"b\"}", "{\"query\":\"a\"} x", "nul", "\u0000"})
    void whatIsNotJsonIsRefused(String body) {
        Api.Reply reply = api.post("/api/search", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isIn("SERAI-HTTP-002", "SERAI-HTTP-001");
    }

    @Test
    void deeplyNestedJsonIsRefusedWithoutHarm() {
        assertThat(api.post("/api/search", "[".repeat(100_000)).status()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        Api.Reply reply = api.post("/api/search", "{\"query\":\"" + "x".repeat(2_000_000) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-006");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, SERAI-HTTP-003",
        "PUT, /api/documents, 405, SERAI-HTTP-004",
        "GET, /api/search, 405, SERAI-HTTP-004",
        "GET, /api/documents/not-a-uuid, 400, SERAI-HTTP-001",
        "GET, /api/documents/../../etc/passwd, 404, SERAI-HTTP-003",
    })
    void paths(String method, String path, int status, String code) {
        Api.Reply reply = api.call(method, path, null, "");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Api.Reply reply = api.call("POST", "/api/search", "text/xml", "<a/>");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.json().path("help").asText()).contains("application/json");
    }

    @Test
    void camelHeadersFromOutsideReachNoRoute() {
        Api.Reply reply = api.send(api.request("/api/documents")
                .header("CamelSqlQuery", "select 1")
                .header("cAmElHttpResponseCode", "500")
                .GET()
                .build());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("items")).isEmpty();
    }

    @Test
    void aRawVectorIsForOperators() {
        String request = "{\"vector\":[" + "0.1,".repeat(383) + "0.1]}";

        assertThat(api.post("/api/search", request).status()).isEqualTo(403);
        assertThat(hub.as("some-org", Role.OPERATOR)
                        .post("/api/search", request)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rolesAreKeptApart() {
        Api member = api;
        String unknown = "/api/documents/" + UUID.randomUUID();

        assertThat(member.delete(unknown).status()).isEqualTo(403);
        assertThat(hub.as("any", Role.ORG_ADMIN).delete(unknown).status()).isEqualTo(404);
        assertThat(member.get("/metrics").status()).isEqualTo(403);
        assertThat(hub.as(null, Role.VIEWER).get("/metrics").status()).isEqualTo(200);
        assertThat(hub.as(null, Role.VIEWER).get("/api/documents").status()).isEqualTo(403);
    }

    @Test
    void aHeadRequestAnswersLikeAGetWithoutBody() {
        Api.Reply reply = hub.anonymous().call("HEAD", "/", null, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.bytes()).isEmpty();
    }
}
