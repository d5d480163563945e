package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OwnServers
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
    void usesServersThatItDidNotStart() throws Exception {
        try (DataFolder folder = DataFolder.own(temp.resolve("other"));
                Servers servers = Servers.start(System::getenv, folder, true);
                RunningHub hub =
                        Hub.start(OtherNode.variables(servers.properties()::get, temp.resolve("data"), Map.of()))) {
            assertThat(hub.embedded()).isEmpty();
            assertThat(hub.context().getEnvironment().getProperty("serai.kafka.brokers"))
                    .isEqualTo(servers.properties().get("serai.kafka.brokers"));
            assertThat(temp.resolve("data/postgres")).doesNotExist();
            assertThatAnUploadIsFound(hub);
        }
    }

    private void assertThatAnUploadIsFound(RunningHub hub) throws Exception {
        String token = new DevelopmentKeys(temp.resolve("data"), Clock.systemUTC())
                .issue(new DevelopmentGrant("far", Role.MEMBER, "tester", Duration.ofHours(1)));
        Api api = new Api(hub.address(), token);
        String id = api.ready("far.txt", "Caravans rest beside the seventh well.");
        assertThat(api.search("{\"query\":\"seventh well\"}").findValuesAsText("documentId"))
                .containsExactly(id);
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
