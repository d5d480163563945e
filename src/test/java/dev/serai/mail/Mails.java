package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Mails as the hub's other parts ask for them, and what became of them. */
final class Mails {
    private static final String LINK = "https://app.example.com/check-ins/1";

    private final TestHub hub;

    Mails(TestHub hub) {
        this.hub = hub;
    }

    /** A reminder; the mail's id. */
    long ask(String recipient) {
        return ask(recipient, "Ada");
    }

    long ask(String recipient, String name) {
        return ask("org_mail", "test:" + UUID.randomUUID(), "checkin-reminder", recipient, name);
    }

    long ask(String org, String key, String template, String recipient, String name) {
        hub.system().update("""
                        insert into email_logs (org_id, mail_key, template, recipient, recipient_name, variables)
                        values (?, ?, ?, ?, ?, jsonb_build_object('firstName', ?::text, 'orgName', 'Example & Sons',
                                'date', '2 March', 'link', ?::text))
                        on conflict (mail_key) do nothing""", org, key, template, recipient, name, name, LINK);
        Long id = hub.system().queryForObject("select id from email_logs where mail_key = ?", Long.class, key);
        assertThat(id).isNotNull();
        return id;
    }

    Map<String, Object> row(long mail) {
        return hub.system().queryForMap("select * from email_logs where id = ?", mail);
    }

    /** Waits until the mail is in the state; its row. */
    Map<String, Object> awaitState(long mail, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(row(mail)).containsEntry("state", state));
        return row(mail);
    }
}
