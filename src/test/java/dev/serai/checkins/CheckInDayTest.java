package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.mirror.Events;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole way: from the platform's call to sessions, reminders, mails, and to the alert when one of them is lost. */
@OwnServers
class CheckInDayTest {
    private static final String SCHEDULER = "0123456789abcdef-scheduler";
    private static final String REMINDERS = "0123456789abcdef-reminders";

    private static TestHub hub;

    private final JdbcTemplate system = hub.system();
    private final Api operator = hub.as(null, Role.OPERATOR);

    @BeforeAll
    static void start() {
        hub = TestHub.own(Map.of(
                "SCHEDULER_SECRET", SCHEDULER,
                "SCHEDULER_REMINDERS_SECRET", REMINDERS,
                // Each hour, so that there is a slot of the last day on any day of the week.
                "SERAI_REMINDERS_CRON", "0 * * * *"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void oneCallMakesADaysSessionsOneMailsThemAndALostAnswerIsAnAlert() throws Exception {
        Events events = new Events(hub);
        Stream.of("ada", "bo", "cy").forEach(user -> joined(events, user));

        List<JsonNode> answers = Stream.of(
                        CompletableFuture.supplyAsync(() -> trigger("scheduler", SCHEDULER)),
                        CompletableFuture.supplyAsync(() -> trigger("scheduler", SCHEDULER)),
                        CompletableFuture.supplyAsync(() -> trigger("scheduler", SCHEDULER)))
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().mapToInt(a -> a.path("created").asInt()).sum())
                .as(answers.toString())
                .isEqualTo(3);
        JsonNode again = trigger("scheduler", SCHEDULER);
        assertThat(again.path("created").asInt()).isZero();
        assertThat(again.path("duplicate").asInt()).isEqualTo(3);
        assertThat(count("select count(*) from checkin_sessions")).isEqualTo(3);

        assertThat(trigger("reminders", REMINDERS).path("created").asInt()).isEqualTo(3);
        assertThat(trigger("reminders", REMINDERS).path("created").asInt()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("select count(*) from email_logs where state = 'sent'") == 3);
        Path outbox = Path.of(hub.setting("serai.data")).resolve("outbox");
        assertThat(Files.readString(outbox.resolve("index.html"))).contains("ada@acme.test", "bo@acme.test");

        system.update("update email_logs set state = 'sending', available_at = clock_timestamp()"
                + " where recipient = 'cy@acme.test'");
        JsonNode alert = await().atMost(Duration.ofSeconds(30))
                .until(() -> operator.get("/api/alerts?state=open").json().path("items"), items -> !items.isEmpty())
                .get(0);
        assertThat(alert.path("severity").asText()).isEqualTo("P2");
        assertThat(alert.path("runbook").asText()).isEqualTo("MailFailing");
        String lost = system.queryForObject("select id::text from email_logs where state = 'unknown'", String.class);

        Api.Reply settled = operator.post("/api/mails/" + lost + "/settle", "{\"as\":\"sent\",\"reason\":\"found\"}");

        assertThat(settled.status()).as(settled.text()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> operator.get("/api/alerts/" + alert.path("alert").asText())
                        .json()
                        .path("state")
                        .asText()
                        .equals("resolved"));
    }

    private static void joined(Events events, String user) {
        long now = System.currentTimeMillis();
        events.apply(
                Events.clerk("msg_member_" + user, "organizationMembership.created", now, """
                {"id":"mem_%1$s","role":"org:member","updated_at":%2$d,"organization":{"id":"org_acme","name":"Acme",
                 "updated_at":%2$d},"public_user_data":{"user_id":"user_%1$s"}}""".formatted(user, now)));
        events.apply(Events.clerk("msg_user_" + user, "user.updated", now, """
                {"id":"user_%1$s","first_name":"%1$s","last_name":"Xu","primary_email_address_id":"idn","updated_at":%2$d,
                 "email_addresses":[{"id":"idn","email_address":"%1$s@acme.test","verification":{"status":"verified"}}]}
                """.formatted(user, now)));
    }

    private static JsonNode trigger(String job, String secret) {
        Api api = hub.anonymous();
        Api.Reply reply = api.send(api.request("/api/internal/" + job)
                .header("Authorization", "Bearer " + secret)
                .POST(BodyPublishers.noBody())
                .build());
        assertThat(reply.status()).as(reply.text()).isBetween(200, 202);
        return reply.json();
    }

    private int count(String sql) {
        Integer count = system.queryForObject(sql, Integer.class);
        return count == null ? 0 : count;
    }
}
