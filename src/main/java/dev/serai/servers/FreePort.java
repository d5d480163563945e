package dev.serai.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks the operating system for loopback ports that nobody listens on. */
final class FreePort {
    /** No wish. */
    static final int ANY = 0;

    private FreePort() {}

    /** The wished port, or a free one. */
    static int or(int wished) throws IOException {
        return wished == ANY ? find() : wished;
    }

    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
