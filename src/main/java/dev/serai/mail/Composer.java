package dev.serai.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;

/** Makes the message, the same for every provider and every attempt: a doubled mail shows itself by its Message-ID. */
final class Composer {
    /** The header that feedback is matched by when the provider's own id was lost. */
    static final String MAIL = "X-Serai-Mail";

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Session session = Session.getInstance(new Properties());
    private final InternetAddress from;
    private final String domain;

    Composer(MailSettings settings) {
        this.from = Addresses.named(settings.sender(), settings.fromName());
        this.domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    }

    /** @throws UnfitMailException when the address is none */
    OwnMessage message(long mail, String recipient, String name, Instant created, Rendered words) {
        InternetAddress to = Addresses.named(recipient, name);
        try {
            OwnMessage message = new OwnMessage(session, "<serai-%d@%s>".formatted(mail, domain));
            message.setFrom(from);
            message.setRecipient(Message.RecipientType.TO, to);
            message.setSubject(words.subject(), UTF_8);
            message.setSentDate(Date.from(created));
            // Answering machines leave it alone; RFC 3834.
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader(MAIL, Long.toString(mail));
            message.setContent(body(words));
            message.saveChanges();
            return message;
        } catch (MessagingException e) {
            throw new UnfitMailException(
                    "message", "The message cannot be made: " + e.getClass().getSimpleName());
        }
    }

    private static MimeMultipart body(Rendered words) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(words.text(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(words.html(), UTF_8, "html");
        return new MimeMultipart("alternative", text, html);
    }
}
