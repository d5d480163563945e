package dev.serai.servers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports that nobody listens on. */
final class FreePort {
    /**
     * Below the ports that Linux gives to outgoing connections (32768 and up): one of those could take the port between
     * this look and the server that it is for, or while a server is down for a moment.
     */
    private static final int FIRST = 20_000;

    private static final int END = 32_768;
    private static final int ATTEMPTS = 100;

    /** No wish. */
    static final int ANY = 0;

    private FreePort() {}

    /** The wished port, or a free one. */
    static int or(int wished) throws IOException {
        return wished == ANY ? find() : wished;
    }

    static int find() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
