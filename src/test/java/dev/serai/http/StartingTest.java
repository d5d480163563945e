package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Hub;
import dev.serai.OwnServers;
import dev.serai.RunningHub;
import dev.serai.servers.FixedServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders do not wait for a hub that was killed to be ready again. */
@OwnServers
class StartingTest {
    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
    private volatile boolean over;

    @Test
    void requestsDuringTheStartAreToldToComeAgainAndDoNoHarm() throws Exception {
        int port = FixedServers.freePort();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/health".formatted(port)))
                .timeout(Duration.ofSeconds(60))
                .build();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(Thread.ofPlatform().start(() -> ask(health)));
        }
        try (RunningHub hub = Hub.start(
                Map.of("SERAI_DATA", data.toString(), "SERAI_PORT", Integer.toString(port), "SERAI_DEMO", "false"))) {
            assertThat(hub.address()).endsWith(":" + port);
            assertThat(client.send(health, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            over = true;
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            over = true;
        }

        assertThat(statuses).contains(503).isSubsetOf(200, 503);
    }

    private void ask(HttpRequest request) {
        while (!over) {
            try {
                statuses.add(client.send(request, BodyHandlers.ofString()).statusCode());
            } catch (IOException e) {
                LockSupport.parkNanos(5_000_000); // nobody listens yet
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
