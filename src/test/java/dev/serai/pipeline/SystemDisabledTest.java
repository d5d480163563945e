package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code SYSTEM_ENABLED=false}, with the demo data room as the work that is queued. */
@OwnServers
class SystemDisabledTest {
    @Test
    void readsAreAnsweredIntakeIsRefusedAndQueuedWorkWaits() {
        try (TestHub hub = TestHub.own(Map.of("SYSTEM_ENABLED", "false", "SERAI_DEMO", "true"))) {
            Api api = hub.as("demo", Role.ORG_ADMIN);
            Awaitility.await()
                    .until(() -> api.get("/api/documents?limit=5")
                                    .json()
                                    .path("items")
                                    .size()
                            == 5);
            String id = api.get("/api/documents")
                    .json()
                    .path("items")
                    .get(0)
                    .path("documentId")
                    .asText();

            for (Api.Reply refused : java.util.List.of(
                    api.upload("a.txt", "Not now.".getBytes(StandardCharsets.UTF_8)),
                    api.call("POST", "/api/documents/" + id + "/reprocess", null, ""),
                    api.post("/api/analysis/regenerate", "{\"documentId\":\"%s\"}".formatted(id)))) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-PIPE-008");
                assertThat(refused.header("retry-after")).isEqualTo("60");
            }
            assertThat(api.get("/api/documents/" + id + "/content").status()).isEqualTo(200);
            assertThat(api.search("{\"query\":\"shares\"}")).isEmpty();
            assertThat(hub.system().queryForList("select distinct state || attempt from jobs", String.class))
                    .containsExactly("waiting0");
            CamelContext camel = hub.hub().context().getBean(CamelContext.class);
            for (String route : java.util.List.of("documents-store", "documents-index", "pipeline-relay")) {
                assertThat(camel.getRouteController().getRouteStatus(route).isStarted())
                        .as(route)
                        .isFalse();
            }
            assertThat(hub.as(null, Role.VIEWER)
                            .get("/api/admin/pipeline/health")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("paused");
            assertThat(hub.anonymous()
                            .get("/api/system")
                            .json()
                            .path("flags")
                            .path("systemEnabled")
                            .asBoolean())
                    .isFalse();
        }
    }
}
