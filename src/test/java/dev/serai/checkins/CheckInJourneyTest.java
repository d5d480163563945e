package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.mirror.Events;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** From Clerk's events to a reminder that is not sent. */
class CheckInJourneyTest {
    private static final long START = 1_772_000_000_000L;

    private final TestHub hub = TestHub.shared();
    private final JdbcTemplate system = hub.system();
    private final Events events = new Events(hub);
    private final Jobs jobs = new Jobs(hub);
    private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String org = "org_" + name;
    private final Api admin = hub.as(org, Role.ORG_ADMIN);
    private final Api tester = hub.as(org, Role.MEMBER);
    private int count;

    @Test
    void whoHasCheckedInIsRemindedNoMore() {
        joined("tester", "Ada", "ada@acme.test", true);
        joined("user_b" + name, "Bo", "bo@acme.test", true);
        joined("user_c" + name, "Cy", "cy@acme.test", false);
        assertThat(admin.get("/api/members").json().path("items")).hasSize(3);

        assertThat(jobs.create(org, Jobs.DAY)).isEqualTo(new Jobs.Count(3, 0));
        assertThat(jobs.remind(org, Jobs.DAY, "09"))
                .as("an address that Clerk has not verified gets no mail")
                .isEqualTo(new Jobs.Count(2, 0));
        JsonNode mine = tester.get("/api/sessions?date=" + Jobs.DAY).json().path("items");
        assertThat(mine).hasSize(1);
        String session = mine.get(0).path("sessionId").asText();
        assertThat(mails("ada@acme.test"))
                .singleElement()
                .asString()
                .contains("checkin-reminder", "Ada Xu", "\"orgName\": \"Acme\"", "\"date\": \"2026-03-02\"")
                .contains("\"link\": \"http://localhost:3000/check-ins/" + session);

        Api.Reply done = tester.post("/api/sessions/" + session, "{\"state\":\"completed\"}");
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("state").asText()).isEqualTo("completed");
        assertThat(done.json().path("completedAt").asText()).isNotEmpty();

        assertThat(jobs.remind(org, Jobs.DAY, "14")).isEqualTo(new Jobs.Count(1, 0));
        assertThat(mails("ada@acme.test")).hasSize(1);
        assertThat(mails("bo@acme.test")).hasSize(2);
        assertThat(jobs.remind(org, Jobs.DAY, "14")).as("the slot again").isEqualTo(new Jobs.Count(0, 1));
    }

    @Test
    void aCompletedCheckInIsToldToTheOrgsEndpointsOnce() {
        joined("tester", "Ada", "ada@acme.test", true);
        String endpoint = "{\"url\":\"https://hooks.example.com/a\",\"events\":[\"checkin.completed\"]}";
        assertThat(admin.post("/api/webhook-endpoints", endpoint).status()).isEqualTo(201);
        jobs.create(org, Jobs.DAY);
        String session = tester.get("/api/sessions?date=" + Jobs.DAY)
                .json()
                .path("items")
                .get(0)
                .path("sessionId")
                .asText();

        tester.post("/api/sessions/" + session, "{\"state\":\"completed\"}");
        tester.post("/api/sessions/" + session, "{\"state\":\"completed\"}");

        assertThat(system.queryForList(
                        "select payload ->> 'sessionId' from outbound_messages where org_id = ?", String.class, org))
                .containsExactly(session);
        // Nothing of this test is to be sent.
        system.update("delete from webhook_endpoints where org_id = ?", org);
    }

    @Test
    void whoLeavesIsAskedNoMoreAndTheOpenSessionIsSkipped() {
        joined("tester", "Ada", "ada@acme.test", true);
        jobs.create(org, Jobs.DAY);

        events.apply(Events.clerk(
                "msg_" + name + count++, "organizationMembership.deleted", START + 9, """
                {"id":"mem_tester%1$s","role":"org:member","organization":{"id":"%2$s"},
                 "public_user_data":{"user_id":"tester"}}""".formatted(name, org)));

        assertThat(jobs.remind(org, Jobs.DAY, "09")).isEqualTo(new Jobs.Count(0, 0));
        assertThat(jobs.create(org, Jobs.DAY.plusDays(1))).isEqualTo(new Jobs.Count(0, 0));
        assertThat(system.queryForList("select state from checkin_sessions where org_id = ?", String.class, org))
                .containsExactly("skipped");
        assertThat(admin.get("/api/members?state=active").json().path("items")).isEmpty();
        assertThat(admin.get("/api/members?state=ended").json().path("items")).hasSize(1);
    }

    @Test
    void anOrgThatClerkDeletedIsAskedNoMore() {
        joined("tester", "Ada", "ada@acme.test", true);
        jobs.create(org, Jobs.DAY);

        events.apply(Events.clerk(
                "msg_" + name + count++,
                "organization.deleted",
                START + 9,
                "{\"id\":\"%s\",\"deleted\":true}".formatted(org)));

        assertThat(jobs.remind(org, Jobs.DAY, "09")).isEqualTo(new Jobs.Count(0, 0));
        assertThat(jobs.create(org, Jobs.DAY.plusDays(1))).isEqualTo(new Jobs.Count(0, 0));
    }

    private void joined(String user, String firstName, String email, boolean verified) {
        events.apply(Events.clerk("msg_" + name + count++, "organizationMembership.created", START + 1, """
                {"id":"mem_%1$s%2$s","role":"org:member","updated_at":%4$d,"organization":{"id":"%3$s","name":"Acme",
                 "updated_at":%4$d},"public_user_data":{"user_id":"%1$s"}}""".formatted(
                        user, name, org, START)));
        // Of later than what other tests say about the same user.
        events.apply(Events.clerk("msg_" + name + count++, "user.updated", START, """
                {"id":"%s","first_name":"%s","last_name":"Xu","primary_email_address_id":"idn","updated_at":%d,
                 "email_addresses":[{"id":"idn","email_address":"%s","verification":{"status":"%s"}}]}""".formatted(
                        user, firstName, System.currentTimeMillis(), email, verified ? "verified" : "unverified")));
    }

    private List<Map<String, Object>> mails(String recipient) {
        return system.queryForList(
                "select template, recipient_name, variables::text from email_logs where org_id = ? and recipient = ?",
                org,
                recipient);
    }
}
