package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that begin a request and do not go on cost a connection, not a thread that others need. */
class SlowClientsTest {
    private static final int CLIENTS = 500;

    private final TestHub hub = TestHub.shared();
    private final Api api = hub.as("slow-" + UUID.randomUUID(), Role.ORG_ADMIN);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void halfAHeaderHoldsNobodyUp() throws IOException {
        begin("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-Ends: a");

        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/search", "/api/documents"})
    void oneByteOfABodyHoldsNobodyUp(String path) throws IOException {
        begin(
                "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nX-File-Name: a.txt\r\nContent-Length: 1000\r\n\r\n{"
                        .formatted(path, api.token()));

        assertServes();
    }

    private void begin(String request) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), hub.hub().port());
            sockets.add(socket);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void assertServes() {
        assertThat(hub.anonymous().get("/api/health").status()).isEqualTo(200);
        api.ready("a.txt", "Somebody else's document goes its way.");
        assertThat(api.search("{\"query\":\"somebody else\"}")).hasSize(1);
    }
}
