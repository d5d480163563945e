package dev.serai.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One kept-alive HTTP/1.1 connection that costs a measuring program next to nothing. Opens itself again when closed. */
public final class HttpWire implements AutoCloseable {
    private static final String CONTENT_LENGTH = "content-length: ";

    private final String host;
    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /** To a server at {@code http://host:port}. */
    public HttpWire(String address) {
        URI uri = URI.create(address);
        this.host = uri.getHost();
        this.port = uri.getPort();
    }

    /** The bytes of a POST. */
    public static byte[] post(String path, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nHost: bench\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** The answer's status; its body is read and dropped. 0 when the connection broke. */
    public int send(byte[] request) {
        try {
            return exchange(request);
        } catch (IOException e) {
            close();
            return 0;
        }
    }

    private int exchange(byte[] request) throws IOException {
        Socket open = socket;
        InputStream reader = in;
        if (open == null || reader == null) {
            open = new Socket(host, port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(30_000);
            reader = new BufferedInputStream(open.getInputStream(), 16_384);
            socket = open;
            in = reader;
        }
        open.getOutputStream().write(request);
        return answer(reader);
    }

    private int answer(InputStream reader) throws IOException {
        String status = line(reader);
        int length = 0;
        boolean last = false;
        for (String line = line(reader); !line.isEmpty(); line = line(reader)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(CONTENT_LENGTH)) {
                length = Integer.parseInt(
                        lower.substring(CONTENT_LENGTH.length()).strip());
            }
            last |= lower.equals("connection: close");
        }
        reader.skipNBytes(length);
        if (last) {
            close();
        }
        return Integer.parseInt(status.substring(9, 12));
    }

    private static String line(InputStream reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = reader.read(); b != '\n'; b = reader.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
        socket = null;
        in = null;
    }
}
