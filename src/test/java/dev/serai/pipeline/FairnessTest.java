package dev.serai.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One org's many files in front of a slow stage, and another org's one file. */
@OwnServers
class FairnessTest {
    private static final int FLOOD = 80;
    private static final int CONSUMERS = 2;
    private static final int WINDOW = 2 * CONSUMERS;

    private static WireMockServer service;
    private static TestHub hub;

    @BeforeAll
    static void start() {
        service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        service.start();
        String vector = String.join(",", Collections.nCopies(384, "1"));
        service.stubFor(post("/v1/embeddings")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"data\":[{\"index\":0,\"embedding\":[" + vector + "]}]}")
                        .withFixedDelay(250)));
        hub = TestHub.own(Map.of(
                "SERAI_EMBEDDING_PROVIDER", "remote",
                "SERAI_EMBEDDING_URL", service.baseUrl(),
                "SERAI_EMBEDDING_KEY", "none"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        service.stop();
    }

    @Test
    void oneFileOvertakesAnotherOrgsFlood() {
        Api flood = hub.as("flood", Role.MEMBER);
        Api other = hub.as("other", Role.MEMBER);
        operate("pause");
        for (int i = 0; i < FLOOD; i++) {
            accept(flood, i);
        }
        await("select count(*) from jobs where stage = 'embed'", FLOOD);
        operate("resume");
        await("select least(count(*), 1) from job_stages where stage = 'embed'", 1);

        String one = accept(other, 1);

        assertThat(other.settled(one).path("status").asText()).isEqualTo("ready");
        assertThat(count("select count(*) from jobs where org_id = 'flood' and stage = 'embed'"))
                .as("what is left of the flood")
                .isGreaterThan(FLOOD / 4);
        assertThat(count("""
                        select count(*)
                        from job_stages b join
                             (select stage, started_at, org_id from job_stages
                              union all
                              select stage, stage_started_at, org_id from jobs where state = 'active') a
                             on a.stage = b.stage and a.started_at between b.queued_at and b.started_at
                        where b.org_id = 'other' and a.org_id = 'flood'
                        """))
                .as("files of the flood that were begun while the other file waited, at all stages together")
                .isLessThanOrEqualTo(2 * (WINDOW + CONSUMERS)); // it waits at two stages at which the flood is
    }

    private static void operate(String operation) {
        Api.Reply reply = hub.as(null, Role.OPERATOR)
                .post(
                        "/api/admin/pipeline",
                        "{\"operation\":\"%s\",\"args\":{\"nodeKey\":\"documents-embed\"}}".formatted(operation));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static String accept(Api api, int number) {
        Api.Reply reply = api.upload("f.txt", ("Line " + number).getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private static void await(String sql, long wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> count(sql), found -> found == wanted);
    }

    private static long count(String sql) {
        return java.util.Objects.requireNonNull(hub.system().queryForObject(sql, Long.class));
    }
}
