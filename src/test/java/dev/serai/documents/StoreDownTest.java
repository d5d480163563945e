package dev.serai.documents;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploads while the file store or the database fails: refused so that the caller can repeat, and nothing half is left. */
@OwnServers
class StoreDownTest {
    @TempDir
    private static Path temp;

    private static DataFolder folder;
    private static Servers servers;
    private static Relay store;
    private static WireMockServer unwell;
    private static TestHub hub;

    private final Api api = hub.as("store-" + UUID.randomUUID(), Role.ORG_ADMIN);

    @BeforeAll
    static void start() {
        folder = DataFolder.own(temp.resolve("servers"));
        servers = Servers.start(System::getenv, folder, true);
        store = Relay.to(storePort());
        unwell = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        unwell.start();
        unwell.stubFor(any(anyUrl()).willReturn(serverError().withStatus(503)));
        hub = TestHub.own(variables(servers.properties()));
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        unwell.stop();
        store.close();
        servers.close();
        folder.close();
    }

    @AfterEach
    void mend() {
        store.pointTo(storePort());
        admin().execute("grant insert on documents to serai_app");
    }

    @Test
    void aStoreThatBreaksConnectionsRefusesTheUpload() {
        store.cut();

        assertUnavailable(api.upload("a.txt", bytes("Words that find no place.")));
    }

    @Test
    void aStoreThatSaysItIsUnwellRefusesTheUpload() {
        store.pointTo(unwell.port());

        assertUnavailable(api.upload("a.txt", bytes("Words that find no place.")));
    }

    @Test
    void anUploadOfUnknownLengthIsRefusedToo() {
        store.pointTo(unwell.port());
        byte[] content = bytes("Words that find no place.");

        assertUnavailable(api.upload(
                "/api/documents", "a.txt", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));
    }

    @Test
    void theSameFileIsTakenOnceTheStoreIsBack() {
        store.cut();
        assertUnavailable(api.upload("a.txt", bytes("Words for later."), "Idempotency-Key", "once"));
        store.pointTo(storePort());

        Api.Reply again = api.upload("a.txt", bytes("Words for later."), "Idempotency-Key", "once");

        assertThat(again.status()).as(again.text()).isEqualTo(202);
        assertThat(api.settled(again.json().path("documentId").asText())
                        .path("status")
                        .asText())
                .isEqualTo("ready");
    }

    @Test
    void aDocumentWaitsForAStoreThatIsAwayWhileItIsWorkedOn() {
        String ready = api.ready("a.txt", "Words that were there before.");
        store.cut();

        Api.Reply again = api.call("POST", "/api/documents/" + ready + "/reprocess", null, "");
        assertThat(again.status()).isEqualTo(202);
        org.awaitility.Awaitility.await()
                .until(
                        () -> api.get("/api/documents/" + ready)
                                .json()
                                .path("stages")
                                .findValuesAsText("outcome"),
                        outcomes -> outcomes.contains("retried"));
        store.pointTo(storePort());

        assertThat(api.settled(ready).path("status").asText()).isEqualTo("ready");
    }

    @Test
    void aDatabaseThatDoesNotTakeTheDocumentLeavesAnObjectThatTheSweepRemoves() {
        String kept = api.ready("kept.txt", "Words that a document refers to.");
        List<String> before = objects();
        admin().execute("revoke insert on documents from serai_app");

        Api.Reply refused = api.upload("lost.txt", bytes("Words without a document."));

        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.json().path("reason").asText()).isEqualTo("handoff-failed");
        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-DOC-006");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(refused.text()).doesNotContain("permission denied", "insert");
        assertThat(objects()).hasSize(before.size() + 1).containsAll(before);
        admin().execute("grant insert on documents to serai_app");

        int gone = hub.hub()
                .context()
                .getBean(OrphanSweep.class)
                .sweepBefore(Instant.now().plusSeconds(3600));

        assertThat(gone).isEqualTo(1);
        assertThat(objects()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(api.get("/api/documents/" + kept + "/content").text()).isEqualTo("Words that a document refers to.");
        assertThat(api.ready("lost.txt", "Words without a document.")).isNotEqualTo(kept);
    }

    @Test
    void anObjectYoungerThanTheGraceIsLeftAlone() {
        admin().execute("revoke insert on documents from serai_app");
        api.upload("lost.txt", bytes("Words of a moment ago."));
        List<String> before = objects();

        hub.hub().context().getBean(OrphanSweep.class).sweep();

        assertThat(objects()).containsExactlyInAnyOrderElementsOf(before);
        hub.hub().context().getBean(OrphanSweep.class).sweepBefore(Instant.now().plusSeconds(3600));
    }

    private void assertUnavailable(Api.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.json().path("reason").asText()).isEqualTo("storage-unavailable");
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-DOC-005");
        assertThat(reply.header("retry-after")).isNotEmpty();
        assertThat(api.get("/api/documents").json().path("items")).isEmpty();
    }

    private static List<String> objects() {
        return hub
                .hub()
                .context()
                .getBean(S3Client.class)
                .listObjectsV2(r -> r.bucket("serai").prefix("orgs/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int storePort() {
        return URI.create(servers.properties().get("serai.s3.endpoint")).getPort();
    }

    private static JdbcTemplate admin() {
        Map<String, String> found = servers.properties();
        return new JdbcTemplate(new DriverManagerDataSource(
                found.get("serai.database.admin.url"),
                found.get("serai.database.admin.username"),
                found.get("serai.database.admin.password")));
    }

    private static Map<String, String> variables(Map<String, String> found) {
        return Map.of(
                "SERAI_POSTGRES_URL", address(found, "app"),
                "SERAI_POSTGRES_SYSTEM_URL", address(found, "system"),
                "SERAI_POSTGRES_ADMIN_URL", address(found, "admin"),
                "SERAI_KAFKA_BROKERS", found.get("serai.kafka.brokers"),
                "SERAI_S3_ENDPOINT", "http://127.0.0.1:" + store.port(),
                "AWS_ACCESS_KEY_ID", found.get("serai.s3.access-key"),
                "AWS_SECRET_ACCESS_KEY", found.get("serai.s3.secret-key"),
                "REDIS_URL", found.get("serai.redis.url"),
                "serai.pipeline.retry.first-delay", "200ms",
                "serai.pipeline.retry.attempts", "20");
    }

    private static String address(Map<String, String> found, String role) {
        String prefix = "serai.database." + role + ".";
        return found.get(prefix + "url") + "?user=" + found.get(prefix + "username") + "&password="
                + found.get(prefix + "password");
    }
}
