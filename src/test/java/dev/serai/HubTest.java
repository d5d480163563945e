package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import dev.serai.servers.StartupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    @TempDir
    private Path temp;

    @Test
    void servesOnLoopbackAndLeavesNothingRunning() throws Exception {
        Path data = temp.resolve("data");
        try (RunningHub hub = Hub.start(settings(data))) {
            assertThat(hub.embedded()).containsExactly("postgres", "kafka", "s3", "redis");
            assertThat(hub.address()).startsWith("http://127.0.0.1:");
            assertThat(status(hub.address() + "/no-such-page")).isGreaterThanOrEqualTo(400);
            assertThatThrownBy(() -> Hub.start(settings(data))).hasMessageContaining("is in use by process");
        }
        assertNothingRuns(data);
    }

    @Test
    void leavesNothingRunningWhenTheApplicationFails() throws Exception {
        Path data = temp.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings =
                    Map.of("SERAI_DATA", data.toString(), "SERAI_PORT", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> Hub.start(settings))
                    .isInstanceOfSatisfying(
                            StartupException.class, e -> assertThat(e.code()).isEqualTo("SERAI-START-008"))
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
        assertNothingRuns(data);
    }

    @Test
    void usesServersThatItDidNotStart() {
        try (DataFolder folder = DataFolder.own(temp.resolve("other"));
                Servers servers = Servers.start(System::getenv, folder, true);
                RunningHub hub = Hub.start(variables(servers.properties()))) {
            assertThat(hub.embedded()).isEmpty();
            assertThat(hub.context().getEnvironment().getProperty("serai.kafka.brokers"))
                    .isEqualTo(servers.properties().get("serai.kafka.brokers"));
            assertThat(temp.resolve("data/postgres")).doesNotExist();
        }
    }

    @Test
    void refusesProductionWithoutServers() {
        Map<String, String> production =
                Map.of("SERAI_DATA", temp.resolve("data").toString(), "SPRING_PROFILES_ACTIVE", "production");
        assertThatThrownBy(() -> Hub.start(production)).hasMessageContaining("production needs its own servers");
    }

    private static Map<String, String> settings(Path data) {
        return Map.of("SERAI_DATA", data.toString(), "SERAI_PORT", "0", "SERAI_DEMO", "false");
    }

    private Map<String, String> variables(Map<String, String> found) {
        return Map.ofEntries(
                Map.entry("SERAI_DATA", temp.resolve("data").toString()),
                Map.entry("SERAI_PORT", "0"),
                Map.entry("SERAI_DEMO", "false"),
                Map.entry("SERAI_POSTGRES_URL", address(found, "app")),
                Map.entry("SERAI_POSTGRES_SYSTEM_URL", address(found, "system")),
                Map.entry("SERAI_POSTGRES_ADMIN_URL", address(found, "admin")),
                Map.entry("SERAI_KAFKA_BROKERS", found.get("serai.kafka.brokers")),
                Map.entry("SERAI_S3_ENDPOINT", found.get("serai.s3.endpoint")),
                Map.entry("AWS_ACCESS_KEY_ID", found.get("serai.s3.access-key")),
                Map.entry("AWS_SECRET_ACCESS_KEY", found.get("serai.s3.secret-key")),
                Map.entry("REDIS_URL", found.get("serai.redis.url")));
    }

    private static String address(Map<String, String> found, String role) {
        String prefix = "serai.database." + role + ".";
        return found.get(prefix + "url") + "?user=" + found.get(prefix + "username") + "&password="
                + found.get(prefix + "password");
    }

    private static int status(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static void assertNothingRuns(Path data) {
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("redis/redis.pid")).doesNotExist();
        DataFolder.own(data).close(); // free again
    }
}
