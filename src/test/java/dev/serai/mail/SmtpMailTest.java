package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.OwnServers;
import dev.serai.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import peer.SmtpPeer;
import peer.SmtpPeer.Conduct;

/** Mails to a server that speaks SMTP, with every way in which it can answer or not. */
@OwnServers
class SmtpMailTest {
    private static final Map<String, AtomicInteger> TRIES = new ConcurrentHashMap<>();

    private static SmtpPeer server;
    private static TestHub hub;
    private static Mails mails;

    private final String person = UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() throws IOException {
        server = SmtpPeer.start(SmtpMailTest::conduct);
        hub = TestHub.own(Map.of(
                "SERAI_MAIL_PROVIDER", "smtp",
                "EMAIL_FROM", "noreply@example.com",
                "SMTP_PORT", Integer.toString(server.port()),
                "SERAI_MAIL_TIMEOUT", "2s",
                "SERAI_MAIL_WORKDELAY", "50",
                "SERAI_MAIL_LOOK", "100",
                "SERAI_MAIL_ATTEMPTS", "3",
                "SERAI_MAIL_FIRSTDELAY", "50ms",
                "SERAI_MAIL_MAXDELAY", "100ms"));
        mails = new Mails(hub);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        server.close();
    }

    /** The part before the + says what happens to the first attempts, the number how often. */
    private static Conduct conduct(String recipient) {
        String word = recipient.split("[+@]", 2)[0];
        String[] parts = word.split("\\.", 2);
        int times = parts.length > 1 ? Integer.parseInt(parts[1]) : Integer.MAX_VALUE;
        int attempt = TRIES.computeIfAbsent(recipient, r -> new AtomicInteger()).incrementAndGet();
        return word.equals("take") || attempt > times
                ? Conduct.TAKE
                : Conduct.valueOf(parts[0].replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    }

    private String address(String conduct) {
        return conduct + "+" + person + "@example.com";
    }

    private static List<SmtpPeer.Received> received(String address) {
        return server.received().stream()
                .filter(mail -> mail.recipient().equals(address))
                .toList();
    }

    @Test
    void aMailArrivesOnceWithTheHubsOwnHeaders() {
        long mail = mails.ask(address("take"));

        Map<String, Object> row = mails.awaitState(mail, "sent");

        assertThat(row)
                .containsEntry("provider", "smtp")
                .containsEntry("provider_id", "<serai-%d@example.com>".formatted(mail));
        assertThat(received(address("take"))).singleElement().satisfies(sent -> {
            assertThat(sent.header("Message-ID")).isEqualTo("<serai-%d@example.com>".formatted(mail));
            assertThat(sent.header("Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(sent.header("X-Serai-Mail")).isEqualTo(Long.toString(mail));
            assertThat(sent.header("Subject")).isEqualTo("Your check-in is waiting");
            assertThat(sent.header("Content-Type")).startsWith("multipart/alternative");
            assertThat(sent.message()).contains("check-in at Example & Sons", "check-in at Example &amp; Sons");
        });
    }

    @Test
    void theSameKeyIsTheSameMail() {
        String key = "test:" + person;
        long first = mails.ask("org_mail", key, "checkin-reminder", address("take"), "Ada");
        long second = mails.ask("org_mail", key, "checkin-reminder", address("take"), "Ada");

        mails.awaitState(first, "sent");

        assertThat(second).isEqualTo(first);
        assertThat(received(address("take"))).hasSize(1);
    }

    @Test
    void whatIsRefusedForNowIsTriedAgainAndArrivesOnce() {
        for (String conduct : List.of("refuse-for-now.2", "refuse-message-for-now.2", "leave-before.2")) {
            long mail = mails.ask(address(conduct));

            assertThat(mails.awaitState(mail, "sent")).containsEntry("failures", 2);
            assertThat(received(address(conduct))).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedForNowTooOftenHasFailed() {
        long mail = mails.ask(address("refuse-for-now"));

        assertThat(mails.awaitState(mail, "failed"))
                .containsEntry("error_code", "smtp-451")
                .containsEntry("failures", 3);
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        long address = mails.ask(address("refuse-address"));
        long message = mails.ask(address("refuse-message"));

        assertThat(mails.awaitState(address, "failed")).containsEntry("error_code", "smtp-550");
        assertThat(mails.awaitState(message, "failed")).containsEntry("error_code", "smtp-554");
        assertThat(TRIES.get(address("refuse-address"))).hasValue(1);
        assertThat(TRIES.get(address("refuse-message"))).hasValue(1);
    }

    @Test
    void manyMailsThatFailForOneCauseAreOneNoticeWithACount() {
        List<Long> asked = java.util.stream.IntStream.range(0, 20)
                .mapToObj(n -> mails.ask("refuse-message+%d-%s@example.com".formatted(n, person)))
                .toList();
        asked.forEach(mail -> mails.awaitState(mail, "failed"));

        List<Map<String, Object>> notices = hub.system()
                .queryForList(
                        "select severity, (details ->> 'count')::int as count, details ->> 'runbook' as runbook"
                                + " from notices where kind = 'mail-failed' and notice_key = 'smtp:smtp-554' and closed_at is null");
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat((Integer) notice.get("count")).isGreaterThanOrEqualTo(20);
            assertThat(notice).containsEntry("severity", "P2").containsEntry("runbook", "MailFailing");
        });
    }

    @Test
    void anAnswerLostAfterTheMessageLeavesItUnknownAndItIsNotSentAgain() {
        long left = mails.ask(address("leave-after"));
        long silent = mails.ask(address("say-nothing"));

        assertThat(mails.awaitState(left, "unknown")).containsEntry("error_code", "answer-lost");
        assertThat(mails.awaitState(silent, "unknown")).containsEntry("error_code", "answer-lost");
        long after = mails.ask(address("take"));
        mails.awaitState(after, "sent");
        assertThat(received(address("leave-after"))).hasSize(1);
        assertThat(received(address("say-nothing"))).hasSize(1);
        assertThat(hub.system().queryForList("select 1 from notices where kind = 'mail-unknown' and closed_at is null"))
                .hasSize(1);
    }

    @Test
    void aServerThatLeavesWithoutAWordBehindItsAnswerHasTakenTheMail() {
        long mail = mails.ask(address("take-and-leave"));

        mails.awaitState(mail, "sent");
    }

    @Test
    void anAttemptWhoseNodeDiedIsUnknownAndWhatItHadOnlyClaimedIsSent() {
        long tried = mails.ask("org_mail", "test:tried" + person, "no-such-template", address("take"), "Ada");
        mails.awaitState(tried, "failed");
        hub.system()
                .update(
                        "update email_logs set state = 'sending', provider = 'smtp', available_at = now() - interval '1 s' where id = ?",
                        tried);

        assertThat(mails.awaitState(tried, "unknown")).containsEntry("error_code", "node-lost");

        long claimed = hub.system().queryForObject("""
                insert into email_logs (org_id, mail_key, template, recipient, variables, attempt, available_at)
                values ('org_mail', ?, 'notice', ?, '{"text": "a", "orgName": "b"}', 7, now() + interval '300 ms') returning id""", Long.class, "test:claimed" + person, address("take"));
        assertThat(mails.awaitState(claimed, "sent")).containsEntry("attempt", 8);
    }

    @Test
    void aMailWithoutItsVariablesOrTemplateFailsBeforeAnythingIsSent() {
        long mail = mails.ask("org_mail", "test:none" + person, "notice", address("take"), "Ada");

        assertThat(mails.awaitState(mail, "failed")).containsEntry("error_code", "template");
        assertThat(received(address("take"))).isEmpty();
        assertThat(hub.system().queryForList("select 1 from email_attempts where mail_id = ?", mail))
                .isEmpty();
    }

    @Test
    void anUnreachableServerCostsNoMail() throws IOException {
        SmtpPeer gone = SmtpPeer.start(r -> Conduct.TAKE);
        gone.close();
        MailSettings.Smtp nowhere = new MailSettings.Smtp("127.0.0.1", gone.port(), "", "");
        SmtpSender sender = new SmtpSender(Samples.settings(nowhere));

        Attempted attempted = Samples.failure(sender, Samples.message(address("take")));

        assertThat(attempted.outcome()).isEqualTo(Attempted.Outcome.RETRY);
        assertThat(attempted.code()).isEqualTo("connect");
    }

    @Test
    void aServerElsewhereThatKnowsNoEncryptionGetsNothing() {
        // A name that is this machine's, but does not say so.
        MailSettings.Smtp remote = new MailSettings.Smtp("0.0.0.0", server.port(), "", "");

        Attempted attempted =
                Samples.failure(new SmtpSender(Samples.settings(remote)), Samples.message(address("take")));

        assertThat(attempted.outcome()).isEqualTo(Attempted.Outcome.RETRY);
        assertThat(received(address("take"))).isEmpty();
    }

    @Test
    void metricsCountMailsByOutcome() {
        mails.awaitState(mails.ask(address("take")), "sent");

        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(hub.as(null, dev.serai.access.Role.ADMIN)
                                .get("/metrics")
                                .text())
                        .contains("serai_mail_total{outcome=\"sent\",provider=\"smtp\"")
                        .contains("serai_mail_rows{state=\"waiting\"")
                        .contains("serai_mail_oldest_seconds"));
    }
}
