package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.TestHub;
import dev.serai.mirror.Events;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event of Clerk that means something to the hub, and the state that it must yield. */
class ClerkStateTest {
    private static final long START = 1_790_000_000_000L;

    private final TestHub hub = TestHub.shared();
    private final Events events = new Events(hub);
    private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String org = "org_" + name;
    private final String user = "user_" + name;
    private int count;

    @Test
    void aUsersPrimaryAddressIsKept() {
        told("user.created", 1, user("1@acme.test", 1));
        told("user.updated", 3, user("3@acme.test", 3));
        assertThat(told("user.updated", 2, user("2@acme.test", 2)).outcome()).isEqualTo("stale");

        assertThat(state("user", user)).contains("\"email\": \"3@acme.test\"", "\"verified\": true");
    }

    @Test
    void badDay6_aDeletedUserIsNotRevivedByALateUpdate() {
        told("user.created", 1, user("1@acme.test", 1));
        told("user.deleted", 2, "{\"id\":\"%s\",\"deleted\":true,\"object\":\"user\"}".formatted(user));

        assertThat(told("user.updated", 9, user("9@acme.test", 9)).outcome()).isEqualTo("stale");
        assertThat(state("user", user)).isEqualTo("{}");
        assertThat(denied("user", user)).isTrue();
    }

    @Test
    void anOrgIsATenantUntilItIsDeleted() {
        Events.Outcome created = told("organization.created", 1, organization(1));
        assertThat(created.org()).isEqualTo(org);
        assertThat(tenant()).containsEntry("name", "Acme").containsEntry("disabled", false);

        told("organization.deleted", 2, "{\"id\":\"%s\",\"deleted\":true}".formatted(org));
        told("organization.updated", 3, organization(3));

        assertThat(tenant()).containsEntry("disabled", true);
        assertThat(denied("org", org)).isTrue();
        assertThat(hub.system().queryForMap("select access, reason from billing_access(?)", org))
                .isEqualTo(Map.of("access", false, "reason", "org_deleted"));
    }

    @Test
    void membersCountAsSeatsBeforeOrgAndUserAreKnown() {
        told("organizationMembership.created", 1, membership("m1", user, "org:member", 1));
        told("organizationMembership.created", 2, membership("m2", user + "b", "org:admin", 2));

        assertThat(seats()).isEqualTo(2);
        assertThat(tenant()).containsEntry("name", "Acme");

        told("organizationMembership.updated", 3, membership("m1", user, "org:admin", 3));
        assertThat(state("membership", "m1" + name)).contains("org:admin");
        told("organizationMembership.deleted", 4, membership("m2", user + "b", "org:admin", 2));
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void whoComesBackCountsAgainThoughTheOldEndComesLate() {
        told("organizationMembership.created", 1, membership("m1", user, "org:member", 1));
        told("organizationMembership.created", 5, membership("m2", user, "org:member", 5));
        told("organizationMembership.deleted", 3, membership("m1", user, "org:member", 3));

        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aDeletedUserTakesNoSeatAnyMore() {
        told("organizationMembership.created", 1, membership("m1", user, "org:member", 1));
        told("organizationMembership.created", 1, membership("m2", user + "b", "org:member", 1));

        Events.Outcome deleted = told("user.deleted", 2, "{\"id\":\"%s\",\"deleted\":true}".formatted(user));

        assertThat(seats()).isEqualTo(1);
        assertThat(deleted.org()).isEqualTo(org);
    }

    @Test
    void openInvitationsArePendingSeats() {
        told("organization.created", 1, organization(1));
        told("organizationInvitation.created", 1, invitation("inv_a", "pending"));
        told("organizationInvitation.created", 1, invitation("inv_b", "pending"));
        assertThat(tenant()).containsEntry("seats_invited", 2L);

        told("organizationInvitation.accepted", 2, invitation("inv_a", "accepted"));
        told("organizationInvitation.revoked", 2, invitation("inv_b", "revoked"));
        told("organizationInvitation.created", 3, invitation("inv_b", "pending"));
        assertThat(tenant()).containsEntry("seats_invited", 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ended", "removed", "revoked"})
    void anEndedSessionIsRefusedUntilItWouldHaveExpired(String verb) {
        String session = "sess_%s_%s".formatted(verb, name);
        String data = "{\"id\":\"%s\",\"user_id\":\"%s\",\"status\":\"%s\",\"updated_at\":%d,\"expire_at\":%d}";
        told("session.created", 1, data.formatted(session, user, "active", START + 1, START + 1000));
        assertThat(denied("session", session)).isFalse();

        told("session." + verb, 2, data.formatted(session, user, verb, START + 2, START + 604_800_000));

        assertThat(hub.system()
                        .queryForObject(
                                "select extract(epoch from until)::bigint from access_denials where subject = ?",
                                Long.class,
                                session))
                .isEqualTo((START + 604_800_000) / 1000);
    }

    @Test
    void aSessionWithoutAnEndIsRefusedForThirtyDays() {
        told("session.removed", 2, "{\"id\":\"sess_%s\",\"status\":\"removed\"}".formatted(name));

        assertThat(hub.system()
                        .queryForObject(
                                "select extract(epoch from until)::bigint from access_denials where subject = ?",
                                Long.class,
                                "sess_" + name))
                .isEqualTo((START + 2) / 1000 + 30 * 86_400);
    }

    @ParameterizedTest
    @CsvSource({
        "role.created, role",
        "permission.updated, permission",
        "waitlistEntry.created, waitlist_entry",
        "subscription.pastDue, clerk_subscription",
        "subscriptionItem.freeTrialEnding, clerk_subscription_item",
        "paymentAttempt.updated, clerk_payment_attempt"
    })
    void theRestIsMirroredOnly(String type, String kind) {
        told(type, 1, "{\"id\":\"x_%s\",\"status\":\"active\",\"key\":\"k\"}".formatted(name));

        assertThat(state(kind, "x_" + name)).isNotEmpty();
    }

    @Test
    void domainsBelongToTheirOrg() {
        String data = "{\"id\":\"dom_%s\",\"organization_id\":\"%s\",\"name\":\"acme.test\",\"updated_at\":%d}";
        told("organizationDomain.created", 1, data.formatted(name, org, START));
        told("organizationDomain.deleted", 2, data.formatted(name, org, START));

        assertThat(told("organizationDomain.updated", 3, data.formatted(name, org, START + 3))
                        .outcome())
                .isEqualTo("stale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email.created", "sms.created", "user", "", "organizationRole.created"})
    void typesOfNoInterestAreIgnored(String type) {
        assertThat(told(type, 1, "{\"id\":\"x\"}").outcome()).isEqualTo("ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "user.created, {}",
        "user.deleted, '{\"deleted\":true}'",
        "organization.created, '{\"id\":\"../x\"}'",
        "organizationMembership.created, '{\"id\":\"m\",\"organization\":{\"id\":\"org_1\"}}'",
        "session.ended, '[]'"
    })
    void anEventWithoutItsObjectIsRefused(String type, String data) {
        assertThatThrownBy(() -> told(type, 1, data)).isInstanceOf(Refusal.class);
    }

    private Events.Outcome told(String type, long millis, String data) {
        return events.apply(Events.clerk("msg_%s_%d".formatted(name, count++), type, START + millis, data));
    }

    private String user(String email, long at) {
        return """
            {"id":"%s","primary_email_address_id":"idn_2","updated_at":%d,"email_addresses":[
              {"id":"idn_1","email_address":"old@acme.test","verification":{"status":"unverified"}},
              {"id":"idn_2","email_address":"%s","verification":{"status":"verified"}}]}""".formatted(user, START + at, email);
    }

    private String organization(long at) {
        return "{\"id\":\"%s\",\"name\":\"Acme\",\"slug\":\"acme\",\"updated_at\":%d}".formatted(org, START + at);
    }

    private String membership(String id, String member, String role, long at) {
        return """
            {"id":"%s","role":"%s","updated_at":%d,"organization":%s,"public_user_data":{"user_id":"%s"}}""".formatted(id + name, role, START + at, organization(0), member);
    }

    private String invitation(String id, String status) {
        return "{\"id\":\"%s\",\"organization_id\":\"%s\",\"status\":\"%s\"}".formatted(id + name, org, status);
    }

    private String state(String kind, String id) {
        return hub.system()
                .queryForObject(
                        "select state::text from provider_objects where provider = 'clerk' and kind = ? and object_id = ?",
                        String.class,
                        kind,
                        id);
    }

    private Map<String, Object> tenant() {
        return hub.system().queryForMap("select * from identity_tenants where org_id = ?", org);
    }

    private Integer seats() {
        return hub.system().queryForObject("select used from billing_seats where org_id = ?", Integer.class, org);
    }

    private boolean denied(String kind, String subject) {
        List<String> found = hub.system()
                .queryForList(
                        "select until::text from access_denials where kind = ? and subject = ?",
                        String.class,
                        kind,
                        subject);
        return !found.isEmpty();
    }
}
