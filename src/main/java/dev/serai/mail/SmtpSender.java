package dev.serai.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends over a connection of its own, encrypted unless the server is on this machine. */
final class SmtpSender extends DefaultJavaMailSender {
    private static final Logger log = LoggerFactory.getLogger(SmtpSender.class);

    private final MailSettings.Smtp server;
    private final Session session;

    SmtpSender(MailSettings settings) {
        this(settings, !settings.smtp().isLoopback(), SSLSocketFactory.getDefault());
    }

    SmtpSender(MailSettings settings, boolean encrypted, SocketFactory tls) {
        this.server = settings.smtp();
        Properties properties = properties(settings, encrypted);
        properties.put("mail.smtp.ssl.socketFactory", tls);
        this.session = Session.getInstance(properties);
    }

    private static Properties properties(MailSettings settings, boolean encrypted) {
        Properties properties = new Properties();
        String wait = Long.toString(settings.timeout().toMillis());
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(!settings.smtp().user().isEmpty()));
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(encrypted));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.connectiontimeout", wait);
        properties.setProperty("mail.smtp.timeout", wait);
        properties.setProperty("mail.smtp.writetimeout", wait);
        properties.setProperty("mail.smtp.quitwait", "false");
        return properties;
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public void send(MimeMessage message) throws MessagingException {
        if (message instanceof OwnMessage own) {
            own.setUnwritten();
        }
        Transport transport = session.getTransport("smtp");
        try {
            transport.connect(server.host(), server.port(), text(server.user()), text(server.password()));
            transport.sendMessage(message, message.getAllRecipients());
        } finally {
            close(transport);
        }
    }

    private static @org.jspecify.annotations.Nullable String text(String setting) {
        return setting.isEmpty() ? null : setting;
    }

    /** The server has said what it has to say of the mail; how it takes leave changes nothing. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            log.atDebug().setCause(e).log("mail server left without a word");
        }
    }
}
