package peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server as RFC 5321 wants it, which refuses, hangs up or falls silent where it is told to. */
public final class SmtpPeer implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<String, Conduct> conduct;
    private final @Nullable SSLContext tls;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    /** What it does with a mail for a recipient. */
    public enum Conduct {
        TAKE,
        /** 451 to RCPT TO. */
        REFUSE_FOR_NOW,
        /** 550 to RCPT TO. */
        REFUSE_ADDRESS,
        /** 452 behind the message. */
        REFUSE_MESSAGE_FOR_NOW,
        /** 554 behind the message. */
        REFUSE_MESSAGE,
        /** Ends the connection at RCPT TO. */
        LEAVE_BEFORE,
        /** Takes the message and ends the connection without a word. */
        LEAVE_AFTER,
        /** Takes the message and says nothing. */
        SAY_NOTHING,
        /** Answers the message, then ends the connection without waiting for QUIT. */
        TAKE_AND_LEAVE
    }

    /**
     * A message that it has taken.
     *
     * @param encrypted whether it came behind STARTTLS
     */
    public record Received(String recipient, String message, boolean encrypted) {
        public String header(String name) {
            return message.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private SmtpPeer(Function<String, Conduct> conduct, @Nullable SSLContext tls) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.conduct = conduct;
        this.tls = tls;
    }

    /** Starts it at a free port of the loopback. */
    public static SmtpPeer start(Function<String, Conduct> conduct) throws IOException {
        return start(conduct, null);
    }

    /** With what STARTTLS is answered by; null: not offered. */
    public static SmtpPeer start(Function<String, Conduct> conduct, @Nullable SSLContext tls) throws IOException {
        SmtpPeer peer = new SmtpPeer(conduct, tls);
        Thread.ofVirtual().start(peer::listen);
        return peer;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Received> received() {
        return received;
    }

    /** Recipients that were named to it, refused ones included. */
    public int asked() {
        return asked.get();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            Talk talk = new Talk(client, tls != null);
            talk.say("220 peer ESMTP");
            if (talk.run()) {
                try (SSLSocket secret = (SSLSocket) Objects.requireNonNull(tls)
                        .getSocketFactory()
                        .createSocket(client, null, client.getPort(), true)) {
                    secret.setUseClientMode(false);
                    new Talk(secret, false).run();
                }
            }
        } catch (IOException e) {
            // A client that dies is what some tests are about.
        }
    }

    /** One connection. */
    private final class Talk {
        private final BufferedReader in;
        private final OutputStream out;
        private String recipient = "";
        private Conduct now = Conduct.TAKE;

        private final boolean offers;
        private final boolean encrypted;

        Talk(Socket client, boolean offers) throws IOException {
            this.encrypted = client instanceof SSLSocket;
            this.in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            this.out = client.getOutputStream();
            this.offers = offers;
        }

        /** @return whether the connection goes on encrypted */
        boolean run() throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (offers && line.equalsIgnoreCase("STARTTLS")) {
                    return say("220 go on");
                }
                if (!answered(line)) {
                    return false;
                }
            }
            return false;
        }

        private boolean answered(String line) throws IOException {
            String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            return switch (verb) {
                case "EHLO" -> say(offers ? "250-peer\r\n250 STARTTLS" : "250 peer");
                case "HELO", "MAIL", "RSET", "NOOP" -> say("250 peer");
                case "RCPT" -> recipient(line);
                case "DATA" -> message();
                case "QUIT" -> {
                    say("221 bye");
                    yield false;
                }
                default -> say("502 unknown");
            };
        }

        private boolean recipient(String line) throws IOException {
            recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            asked.incrementAndGet();
            now = conduct.apply(recipient);
            return switch (now) {
                case REFUSE_FOR_NOW -> say("451 4.3.2 later");
                case REFUSE_ADDRESS -> say("550 5.1.1 nobody here");
                case LEAVE_BEFORE -> false;
                default -> say("250 peer");
            };
        }

        private boolean message() throws IOException {
            say("354 go on");
            StringBuilder text = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.equals(".")) {
                text.append(line.startsWith("..") ? line.substring(1) : line).append('\n');
                line = in.readLine();
            }
            return line != null && end(text.toString());
        }

        private boolean end(String text) throws IOException {
            if (now == Conduct.REFUSE_MESSAGE_FOR_NOW) {
                return say("452 4.3.1 full");
            }
            if (now == Conduct.REFUSE_MESSAGE) {
                return say("554 5.6.0 not wanted");
            }
            received.add(new Received(recipient, text, encrypted));
            return switch (now) {
                case LEAVE_AFTER -> false;
                case SAY_NOTHING -> in.readLine() != null;
                case TAKE_AND_LEAVE -> {
                    say("250 taken");
                    yield false;
                }
                default -> say("250 taken");
            };
        }

        private boolean say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
