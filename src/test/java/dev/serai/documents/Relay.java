package dev.serai.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network connection to a server that a test can cut and point elsewhere. */
final class Relay implements AutoCloseable {
    private static final int NOWHERE = 0;

    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    private Relay(int target) throws IOException {
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static Relay to(int port) {
        try {
            return new Relay(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Existing connections break; new ones go there. */
    void pointTo(int port) {
        target = port;
        open.forEach(Relay::hangUp);
        open.clear();
    }

    /** Existing connections break, new ones break at once. */
    void cut() {
        pointTo(NOWHERE);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                // closed, or a server that is not there: the client sees its connection break
            }
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        if (target == NOWHERE) {
            hangUp(client);
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side is gone, so the other goes too
        }
        hangUp(from);
        hangUp(to);
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
