package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import peer.Certificate;
import peer.SmtpPeer;

/** Encryption and login, and what another implementation reads in a mail. */
class SmtpSenderTest {
    private static Certificate good;

    @BeforeAll
    static void certify() throws Exception {
        good = Certificate.of("127.0.0.1");
    }

    @Test
    void aMailIsSentEncryptedToAServerWhoseCertificateIsOfItsName() throws Exception {
        try (SmtpPeer peer = SmtpPeer.start(r -> SmtpPeer.Conduct.TAKE, good.server())) {
            sender(peer.port(), good.trusting()).send(message());

            assertThat(peer.received()).singleElement().satisfies(mail -> {
                assertThat(mail.encrypted()).isTrue();
                assertThat(mail.recipient()).isEqualTo("zoe@example.com");
            });
        }
    }

    @Test
    void nothingIsSentToAServerThatDoesNotEncrypt() throws Exception {
        try (SmtpPeer peer = SmtpPeer.start(r -> SmtpPeer.Conduct.TAKE)) {
            assertThatThrownBy(() -> sender(peer.port(), good.trusting()).send(message()))
                    .hasMessageContaining("STARTTLS is required");

            assertThat(peer.asked()).isZero();
        }
    }

    @Test
    void nothingIsSentToAServerWhoseCertificateIsOfAnotherName() throws Exception {
        Certificate other = Certificate.of("127.0.0.9");
        try (SmtpPeer peer = SmtpPeer.start(r -> SmtpPeer.Conduct.TAKE, other.server())) {
            assertThatThrownBy(() -> sender(peer.port(), other.trusting()).send(message()))
                    .hasRootCauseInstanceOf(CertificateException.class);

            assertThat(peer.asked()).isZero();
        }
    }

    @Test
    void nothingIsSentToAServerWhoseCertificateNobodyTrusts() throws Exception {
        try (SmtpPeer peer = SmtpPeer.start(r -> SmtpPeer.Conduct.TAKE, good.server())) {
            SSLSocketFactory world = (SSLSocketFactory) SSLSocketFactory.getDefault();

            assertThatThrownBy(() -> sender(peer.port(), world).send(message()))
                    .hasStackTraceContaining("unable to find valid certification path");

            assertThat(peer.asked()).isZero();
        }
    }

    @Test
    void onlyAServerOnThisMachineMayDoWithoutEncryption() {
        assertThat(new SmtpSender(settings(Map.of("smtp.host", "mail.example.com")))
                        .getSession()
                        .getProperty("mail.smtp.starttls.required"))
                .isEqualTo("true");
        assertThat(new SmtpSender(settings(Map.of())).getSession().getProperty("mail.smtp.starttls.required"))
                .isEqualTo("false");
    }

    @Test
    void anotherImplementationReadsTheMailAsItWasMeant() throws Exception {
        GreenMail server = mailbox();
        try {
            login(server, "the right word").send(message());

            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("Grüße, 日本 & ‘quotes’");
            assertThat(mail.getAllRecipients())
                    .containsExactly(new InternetAddress("zoe@example.com", "Zoë \"Z\" Ünal"));
            assertThat(mail.getMessageID()).isEqualTo("<serai-7@example.com>");
            Multipart parts = (Multipart) mail.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent().toString()).isEqualToIgnoringNewLines("Olá.\n.\nA dot alone.");
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Olá &amp; 👋</p>");
        } finally {
            server.stop();
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNothingIsSent() {
        GreenMail server = mailbox();
        try {

            assertThatThrownBy(() -> login(server, "another word").send(message()))
                    .isInstanceOf(AuthenticationFailedException.class);

            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    /** A server of another implementation, with one account. */
    private static GreenMail mailbox() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        server.setUser("hub@example.com", "hub", "the right word");
        return server;
    }

    private static SmtpSender login(GreenMail server, String password) {
        return new SmtpSender(settings(Map.of(
                "smtp.port",
                Integer.toString(server.getSmtp().getPort()),
                "smtp.user",
                "hub",
                "smtp.password",
                password)));
    }

    private static OwnMessage message() {
        return new Composer(settings(Map.of()))
                .message(
                        7,
                        "zoe@example.com",
                        "Zoë \"Z\" Ünal",
                        Instant.EPOCH,
                        new Rendered("Grüße, 日本 & ‘quotes’", "Olá.\n.\nA dot alone.", "<p>Olá &amp; 👋</p>"));
    }

    private static SmtpSender sender(int port, SSLSocketFactory trust) {
        return new SmtpSender(settings(Map.of("smtp.port", Integer.toString(port))), true, trust);
    }

    private static MailSettings settings(Map<String, String> changes) {
        Map<String, String> all =
                new HashMap<>(Map.of("from", "noreply@example.com", "provider", "smtp", "timeout", "5s"));
        all.putAll(changes);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("", MailSettings.class)
                .get();
    }
}
