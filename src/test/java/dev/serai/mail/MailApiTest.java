package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see and do, with the file outbox that a hub has by itself. */
@OwnServers
class MailApiTest {
    @TempDir
    private static Path data;

    private static TestHub hub;
    private static Mails mails;

    private final Api viewer = hub.as(null, Role.VIEWER);
    private final Api operator = hub.as(null, Role.OPERATOR);
    private final String word = UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of(
                "SERAI_DATA",
                data.toString(),
                "SERAI_MAIL_WORKDELAY",
                "50",
                "SERAI_MAIL_LOOK",
                "100",
                "SERAI_MAIL_OUTBOXMOST",
                "5"));
        mails = new Mails(hub);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static void into(long mail, String state) {
        hub.system().update("update email_logs set state = ?, updated_at = now() where id = ?", state, mail);
    }

    @Test
    void theOutboxIsAPageThatListsTheNewestMailsAndKeepsNoMore() throws IOException {
        List<Long> asked = java.util.stream.IntStream.range(0, 8)
                .mapToObj(n -> mails.ask("p%d-%s@example.com".formatted(n, word), "<b>" + n))
                .toList();
        asked.forEach(mail -> mails.awaitState(mail, "sent"));

        Path outbox = data.resolve("outbox");
        try (var files = Files.list(outbox)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSizeLessThanOrEqualTo(11)
                    .contains("index.html");
        }
        String index = Files.readString(outbox.resolve("index.html"));
        assertThat(index).contains("Your check-in is waiting", ".html\"").doesNotContain("<b>");
    }

    @Test
    void aMailIsShownWithItsWordsAndAttempts() {
        long mail = mails.ask("a-" + word + "@example.com");
        mails.awaitState(mail, "sent");

        JsonNode shown = viewer.get("/api/mails/" + mail).json();

        assertThat(shown.path("state").asText()).isEqualTo("sent");
        assertThat(shown.path("content").path("subject").asText()).isEqualTo("Your check-in is waiting");
        assertThat(shown.path("content").path("html").asText()).contains("Example &amp; Sons");
        assertThat(shown.path("attempts")).hasSize(1);
        assertThat(shown.path("attempts").path(0).path("outcome").asText()).isEqualTo("sent");
        assertThat(viewer.get("/api/mails/999999999").status()).isEqualTo(404);
    }

    @Test
    void mailsAreListedByPageAndFilter() {
        String org = "org_" + word;
        for (int n = 0; n < 3; n++) {
            mails.ask(org, "list:" + word + n, "checkin-reminder", "l%d-%s@example.com".formatted(n, word), "Ada");
        }

        JsonNode first = viewer.get("/api/mails?limit=2&org=" + org).json();
        JsonNode second = viewer.get("/api/mails?limit=2&org=" + org + "&after="
                        + first.path("next").asText())
                .json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(viewer.get("/api/mails?recipient=L1-" + word + "@Example.com")
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(viewer.get("/api/mails?template=notice&org=" + org).json().path("items"))
                .isEmpty();
        assertThat(viewer.get("/api/mails?state=nonsense").status()).isEqualTo(400);
    }

    @Test
    void anUnknownMailIsSettledOrSentAgainWithAReasonInTheAuditLog() {
        long mail = mails.ask("u-" + word + "@example.com");
        mails.awaitState(mail, "sent");
        into(mail, "unknown");

        assertThat(operator.post("/api/mails/%d/settle".formatted(mail), "{\"as\":\"maybe\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.post(
                                "/api/mails/%d/settle".formatted(mail),
                                "{\"as\":\"sent\",\"reason\":\"it arrived " + word + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(mails.row(mail)).containsEntry("state", "sent");
        assertThat(operator.post("/api/mails/%d/settle".formatted(mail), "{\"as\":\"sent\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.post("/api/mails/%d/resend".formatted(mail), "{\"reason\":\"x\"}")
                        .status())
                .isEqualTo(409);
        into(mail, "unknown");
        assertThat(operator.post("/api/mails/%d/resend".formatted(mail), "{\"reason\":\"again " + word + "\"}")
                        .status())
                .isEqualTo(200);
        mails.awaitState(mail, "sent");
        assertThat(viewer.get("/api/mails/" + mail).json().path("attempts")).hasSize(2);
        assertThat(operator.get("/api/operator/audit?limit=50").text())
                .contains("it arrived " + word, "again " + word, "mail_settle", "mail_resend");
        assertThat(operator.post("/api/mails/999999999/resend", "{\"reason\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatFailedInAnOutageIsSentAgainAtOnceAndNothingElse() {
        String since = "2026-01-01T00:00:00Z";
        String org = "org-" + word;
        List<Long> failed = Stream.of("a", "b", "c")
                .map(name ->
                        mails.ask(org, "bulk:" + word + name, "checkin-reminder", name + word + "@example.com", "Ada"))
                .toList();
        long lost = mails.ask(org, "bulk:" + word, "checkin-reminder", "d" + word + "@example.com", "Ada");
        failed.forEach(mail -> mails.awaitState(mail, "sent"));
        mails.awaitState(lost, "sent");
        failed.forEach(mail -> into(mail, "failed"));
        into(lost, "unknown");
        String meant = "{\"since\":\"%s\",\"org\":\"%s\",\"reason\":\"outage %s\"%s}";

        JsonNode none = operator.post(
                        "/api/mails/resend", meant.formatted(since, org, word, ",\"template\":\"notice\""))
                .json();
        JsonNode later = operator.post("/api/mails/resend", meant.formatted("2999-01-01T00:00:00Z", org, word, ""))
                .json();
        Api.Reply all = operator.post("/api/mails/resend", meant.formatted(since, org, word, ""));
        JsonNode again = operator.post("/api/mails/resend", meant.formatted(since, org, word, ""))
                .json();

        assertThat(none.path("resent").asInt()).isZero();
        assertThat(later.path("resent").asInt()).isZero();
        assertThat(all.status()).as(all.text()).isEqualTo(200);
        assertThat(all.json().path("resent").asInt()).isEqualTo(3);
        assertThat(all.json().path("left").asInt()).isZero();
        assertThat(again.path("resent").asInt()).isZero();
        failed.forEach(mail -> mails.awaitState(mail, "sent"));
        assertThat(viewer.get("/api/mails/" + failed.getFirst()).json().path("attempts"))
                .hasSize(2);
        assertThat(mails.row(lost)).containsEntry("state", "unknown");
        assertThat(operator.get("/api/operator/audit?limit=50").text()).contains("outage " + word);
        assertThat(operator.post("/api/mails/resend", "{\"reason\":\"x\"}").status())
                .isEqualTo(400);
        assertThat(viewer.post("/api/mails/resend", meant.formatted(since, org, word, ""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void othersMayLookOrNotEvenThat() {
        long mail = mails.ask("r-" + word + "@example.com");

        assertThat(viewer.post("/api/mails/%d/resend".formatted(mail), "{\"reason\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(hub.as("org_mail", Role.ORG_ADMIN).get("/api/mails").status())
                .isEqualTo(403);
    }

    @Test
    void wordsThatRetentionRemovedAreNotSentAgain() {
        long mail = mails.ask("g-" + word + "@example.com");
        mails.awaitState(mail, "sent");
        hub.system().update("update email_logs set variables = '{}', state = 'failed' where id = ?", mail);

        assertThat(operator.post("/api/mails/%d/resend".formatted(mail), "{\"reason\":\"x\"}")
                        .status())
                .isEqualTo(409);
        assertThat(viewer.get("/api/mails/" + mail).json().path("content").isNull())
                .isTrue();
    }

    @Test
    void aNoticeToACustomerBecomesOneMailForEachAdminWithAVerifiedAddress() {
        String org = "org_n" + word;
        person(org, "1", "org:admin", "boss-" + word + "@example.com", true);
        person(org, "2", "org:admin", "second-" + word + "@example.com", true);
        person(org, "3", "org:admin", "unverified-" + word + "@example.com", false);
        person(org, "4", "org:member", "member-" + word + "@example.com", true);
        hub.system().update("""
                insert into notices (audience, org_id, kind, notice_key, text, due_at)
                values ('customer', ?, 'test', ?, 'Your card expires soon', now()),
                       ('customer', ?, 'test', ?, 'Not yet', now() + interval '1 hour')""", org, word + "now", org, word + "later");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.system()
                                .queryForList(
                                        "select recipient from email_logs where org_id = ? and state = 'sent' order by 1",
                                        String.class,
                                        org))
                        .containsExactly("boss-" + word + "@example.com", "second-" + word + "@example.com"));
        assertThat(hub.system()
                        .queryForList(
                                "select notice_key from notices where org_id = ? and closed_at is not null",
                                String.class,
                                org))
                .containsExactly(word + "now");
    }

    /** More of them than one look takes. */
    @Test
    void noticesOfOrgsWithoutAnAdminKeepNoOthersWaiting() {
        String org = "org_w" + word;
        person(org, "9", "org:admin", "waits-" + word + "@example.com", true);
        hub.system().update("""
                insert into notices (audience, org_id, kind, notice_key, text, due_at)
                select 'customer', 'org_nobody_' || n, 'test', ? || n, 'For nobody', now() - interval '1 day'
                from generate_series(1, 300) n""", word);
        hub.system()
                .update(
                        "insert into notices (audience, org_id, kind, notice_key, text) values ('customer', ?, 'test', ?, 'For us')",
                        org,
                        word + "us");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !hub.system()
                        .queryForList("select 1 from email_logs where org_id = ? and state = 'sent'", org)
                        .isEmpty());
        assertThat(hub.system()
                        .queryForObject(
                                "select count(*) from notices where text = 'For nobody' and closed_at is null",
                                Integer.class))
                .isEqualTo(300);
    }

    private void person(String org, String number, String role, String email, boolean verified) {
        hub.system()
                .update(
                        """
                insert into provider_objects (provider, kind, object_id, org_id, owner, terminal, event_at, event_rank, event_id, state)
                values ('clerk', 'membership', ?, ?, ?, false, 1, 0, ?, jsonb_build_object('role', ?::text)),
                       ('clerk', 'user', ?, null, ?, false, 1, 0, ?, jsonb_build_object('email', ?::text, 'verified', ?::boolean))""",
                        "mem_" + word + number,
                        org,
                        "user_" + word + number,
                        "e" + word + number,
                        role,
                        "user_" + word + number,
                        "user_" + word + number,
                        "f" + word + number,
                        email,
                        verified);
    }

    @Test
    void aFailureNoticeClosesWhenItsCauseIsOver() {
        long mail = mails.ask("org_mail", "over:" + word, "no-such-template", "o-" + word + "@example.com", "Ada");
        mails.awaitState(mail, "failed");
        assertThat(open()).isEqualTo(1);

        into(mail, "sent");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> open() == 0);
    }

    private static int open() {
        return hub.system()
                .queryForList(
                        "select 1 from notices where kind = 'mail-failed' and notice_key = 'file:template' and closed_at is null")
                .size();
    }
}
