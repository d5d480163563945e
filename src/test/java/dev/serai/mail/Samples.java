package dev.serai.mail;

import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Settings and messages of tests that need no hub. */
final class Samples {
    private Samples() {}

    static MailSettings settings(MailSettings.Smtp smtp) {
        return settings(
                MailSettings.Provider.SMTP, "noreply@example.com", smtp, new MailSettings.Ses("us-east-1", "", "", ""));
    }

    static MailSettings settings(
            MailSettings.Provider provider, String from, MailSettings.Smtp smtp, MailSettings.Ses ses) {
        return new MailSettings(
                provider,
                from,
                "Serai",
                false,
                Path.of("config/mail"),
                3,
                2,
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                smtp,
                ses,
                new MailSettings.Feedback(""));
    }

    static OwnMessage message(String recipient) {
        MailSettings.Smtp none = new MailSettings.Smtp("127.0.0.1", 587, "", "");
        return new Composer(settings(none))
                .message(7, recipient, "Ada", Instant.EPOCH, new Rendered("A subject", "text", "<p>html</p>"));
    }

    /** How an attempt that must fail ends. */
    static Attempted failure(SmtpSender sender, OwnMessage message) {
        try {
            sender.send(message);
        } catch (MessagingException e) {
            return SmtpFailures.of(e, message.isWritten());
        }
        throw new AssertionError("it was sent");
    }
}
