package dev.serai.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @RepeatedTest(20)
    void aFreePortIsNoneThatAnOutgoingConnectionCouldTake() throws IOException {
        int port = FreePort.find();

        assertThat(port).isBetween(20_000, 32_767);
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    void aWishIsFulfilled() throws IOException {
        assertThat(FreePort.or(4711)).isEqualTo(4711);
    }
}
