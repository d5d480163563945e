package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days 33 and 34: words for Camel and words for the database, everywhere that a request has room for words. */
class BadDayRequestsTest {
    /** What would have run. */
    private static final String POISON = "poison-" + UUID.randomUUID();

    private static final List<String> CONTROLS = List.of(
            "CamelHttpUri",
            "CamelHttpResponseCode",
            "CamelSqlQuery",
            "CamelExecCommandExecutable",
            "CamelBeanMethodName",
            "CamelAwsS3Key",
            "CamelAwsS3BucketName",
            "kafka.OVERRIDE_TOPIC",
            "CamelRedis.Key",
            "cAMELSqlQuery",
            "CAmelHttpUri",
            "camelsqlquery",
            "CAMELEXECCOMMANDEXECUTABLE",
            "org.apache.camel.spi",
            "orgId",
            "jobId",
            "storageKey");

    private static final List<String> SQL = List.of(
            "'; drop table documents; --",
            "' or '1'='1",
            "x') union select password from pg_shadow --",
            "$1",
            ":#documentId",
            ":#${exchangeProperty.orgId}",
            "${bean:routeRevision}",
            "?",
            "\\'; select pg_sleep(100); --",
            "{{serai.s3.secret-key}}",
            "%27%20or%201=1");

    private final TestHub hub = TestHub.shared();
    private final String org = "requests-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    @Test
    void badDay33_noHeaderFromOutsideReachesARoute() {
        try (Seen seen = new Seen(hub.hub().context().getBean(CamelContext.class))) {
            var list = api.request("/api/documents").GET();
            var upload = api.request("/api/documents")
                    .header("X-File-Name", "a.txt")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("Words with headers " + org));
            var search = api.request("/api/search")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                            "{\"query\":\"words\",\"mode\":\"keyword\"}"));
            for (String name : CONTROLS) {
                if (!name.equals("orgId")) { // an org of another name is refused, see day 26
                    list.header(name, POISON);
                    upload.header(name, POISON);
                    search.header(name, POISON);
                }
            }

            assertThat(api.send(list.build()).status()).isEqualTo(200);
            Api.Reply uploaded = api.send(upload.build());
            assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(202);
            assertThat(api.send(search.build()).status()).isEqualTo(200);
            assertThat(api.settled(uploaded.json().path("documentId").asText())
                            .path("status")
                            .asText())
                    .isEqualTo("ready");

            assertThat(seen.exchanges()).anyMatch(line -> line.startsWith("direct://listDocuments"));
            assertThat(seen.exchanges()).noneMatch(line -> line.contains(POISON));
        }
    }

    @Test
    void badDay33_queryParametersThatNoContractNamesAreRefused() {
        for (String name : CONTROLS) {
            Api.Reply reply = api.get("/api/documents?" + name + "=" + POISON);
            assertThat(reply.status()).as(name).isIn(400, 403);
            assertThat(reply.text()).contains(name);
        }
    }

    @Test
    void badDay33_partHeadersAreDroppedAndFieldsThatNobodyKnowsAreRefused() {
        try (Seen seen = new Seen(hub.hub().context().getBean(CamelContext.class))) {
            StringBuilder headers = new StringBuilder();
            CONTROLS.forEach(
                    name -> headers.append(name).append(": ").append(POISON).append("\r\n"));

            Api.Reply taken = form(
                    "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n" + headers,
                    "Words in a form " + org);
            assertThat(taken.status()).as(taken.text()).isEqualTo(202);
            for (String name : CONTROLS.stream().filter(n -> !n.equals("orgId")).toList()) {
                Api.Reply refused = form("Content-Disposition: form-data; name=\"" + name + "\"\r\n", POISON);
                assertThat(refused.status()).as(refused.text()).isIn(400, 403);
            }
            assertThat(api.settled(taken.json().path("documentId").asText())
                            .path("status")
                            .asText())
                    .isEqualTo("ready");
            assertThat(seen.exchanges()).noneMatch(line -> line.contains(POISON));
        }
    }

    private Api.Reply form(String headers, String content) {
        return api.call(
                "POST",
                "/api/documents",
                "multipart/form-data; boundary=b",
                "--b\r\n" + headers + "\r\n" + content + "\r\n--b--\r\n");
    }

    @Test
    void badDay34_sqlInAFileNameIsAName() {
        for (String sql : SQL) {
            String id = api.ready(
                    URLEncoder.encode(sql + ".txt", StandardCharsets.UTF_8).replace("+", "%20"),
                    "Words of " + sql + org);

            String shown =
                    api.get("/api/documents/" + id).json().path("fileName").asText();
            assertThat(sql + ".txt").endsWith(shown);
            assertThat(api.search("{\"query\":\"words\",\"mode\":\"keyword\",\"k\":100}")
                            .findValuesAsText("fileName"))
                    .contains(shown);
        }
        assertThat(api.get("/api/documents").json().path("items")).hasSize(SQL.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hybrid", "vector", "keyword"})
    void badDay34_sqlInASearchIsText(String mode) {
        Api other = hub.as("other-" + UUID.randomUUID(), Role.ORG_ADMIN);
        other.ready("theirs.txt", "Words that belong to somebody else.");
        String mine = api.ready("mine.txt", "My words " + org + mode);

        for (String sql : SQL) {
            JsonNode query = JsonNodeFactory.instance.textNode(sql);
            Api.Reply reply = api.post("/api/search", "{\"query\":%s,\"mode\":\"%s\"}".formatted(query, mode));
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.json().path("hits").findValuesAsText("documentId")).isSubsetOf(mine);
        }
        String lucene = "{\"query\":\"orgId:* OR *:* +a -b ~1 [a TO b] \\\"\",\"mode\":\"%s\"}".formatted(mode);
        assertThat(api.post("/api/search", lucene).status()).isEqualTo(200);
        assertThat(api.post("/api/search", "{\"query\":\"a\\u0000b\",\"mode\":\"%s\"}".formatted(mode))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void badDay34_sqlInAFilterIsRefusedByTheContract() {
        for (String sql : SQL) {
            String value = URLEncoder.encode(sql, StandardCharsets.UTF_8);
            for (String filter : List.of("status", "companyId", "documentType", "limit", "after")) {
                assertRefused(api.get("/api/documents?" + filter + "=" + value));
            }
            // A backslash is refused by the server before the hub sees it.
            assertThat(api.get("/api/documents/" + value.replace("+", "%20") + "/text")
                            .status())
                    .isIn(400, 404);
            assertRefused(api.post(
                    "/api/search",
                    "{\"query\":\"a\",\"documentTypes\":[%s]}".formatted(JsonNodeFactory.instance.textNode(sql))));
        }
        for (String after : List.of("1", "x_y", "1_2", "%00", "9".repeat(18) + "_" + UUID.randomUUID())) {
            assertThat(api.get("/api/documents?after=" + after).status())
                    .as(after)
                    .isLessThan(500);
        }
        assertThat(api.get("/api/documents/" + UUID.randomUUID() + "/chunks?after=999999999999999999")
                        .status())
                .isEqualTo(404);
    }

    private static void assertRefused(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isIn(400, 404);
        assertThat(reply.json().path("code").asText()).startsWith("SERAI-HTTP-");
    }

    /** Every message that one route sends to the next, with all its headers. */
    private static final class Seen extends EventNotifierSupport implements AutoCloseable {
        private final Queue<String> exchanges = new ConcurrentLinkedQueue<>();
        private final CamelContext camel;

        Seen(CamelContext camel) {
            this.camel = camel;
            camel.getManagementStrategy().addEventNotifier(this);
            camel.getCamelContextExtension().setEventNotificationApplicable(true);
            start();
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeSendingEvent sending) {
                Map<String, Object> headers =
                        new TreeMap<>(sending.getExchange().getMessage().getHeaders());
                exchanges.add(sending.getEndpoint().getEndpointUri() + " "
                        + headers.toString().toLowerCase(Locale.ROOT) + headers
                        + sending.getExchange().getProperties());
            }
        }

        Queue<String> exchanges() {
            return exchanges;
        }

        @Override
        public void close() {
            camel.getManagementStrategy().removeEventNotifier(this);
        }
    }
}
