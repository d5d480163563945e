package dev.serai.identity;

import dev.serai.access.OrgId;
import dev.serai.mirror.EventReader;
import dev.serai.mirror.Fields;
import dev.serai.mirror.Observation;
import dev.serai.mirror.Reading;
import dev.serai.mirror.State;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads Clerk's events. The org's id is the hub's own. */
final class ClerkReader implements EventReader {
    private static final Map<String, Function<ClerkEvent, List<Observation>>> READERS = Map.ofEntries(
            Map.entry("user", ClerkReader::user),
            Map.entry("organization", ClerkReader::organization),
            Map.entry("organizationMembership", ClerkReader::membership),
            Map.entry("organizationInvitation", ClerkReader::invitation),
            Map.entry("organizationDomain", ClerkReader::domain),
            Map.entry("session", ClerkReader::session),
            Map.entry("role", event -> plain(event, "role", "key", "name")),
            Map.entry("permission", event -> plain(event, "permission", "key", "name")),
            Map.entry("waitlistEntry", event -> plain(event, "waitlist_entry", "email_address", "status")),
            // Clerk Billing is looked at only: Stripe alone says what an org may use.
            Map.entry("subscription", event -> plain(event, "clerk_subscription", "status", "payer_id")),
            Map.entry("subscriptionItem", event -> plain(event, "clerk_subscription_item", "status", "interval")),
            Map.entry("paymentAttempt", event -> plain(event, "clerk_payment_attempt", "status", "type")));

    private static final Set<String> ENDED = Set.of("ended", "removed", "revoked", "replaced", "abandoned");
    private static final long LONGEST_SESSION = 30L * 24 * 60 * 60 * 1000;

    @Override
    public Optional<Reading> read(String type, Fields event) {
        String family = type.substring(0, Math.max(type.lastIndexOf('.'), 0));
        return Optional.ofNullable(READERS.get(family))
                .map(reader -> reading(reader.apply(ClerkEvent.of(type, event))));
    }

    /** Users first, then orgs: whoever waits for an org never makes the holder of that org wait for a user. */
    private static Reading reading(List<Observation> observations) {
        Observation first = observations.getFirst();
        String user = first.kind().equals("user") ? first.objectId() : first.owner();
        Stream<String> users = Stream.of(user).filter(id -> !id.isEmpty()).map(id -> "user:" + id);
        Stream<String> orgs = Stream.ofNullable(first.orgId()).map(id -> "org:" + id);
        return new Reading(observations, Stream.concat(users, orgs).toList(), user);
    }

    private static List<Observation> user(ClerkEvent event) {
        String id = event.id();
        if (event.isDeletion()) {
            return List.of(event.observe("user", id, null, id, true, new State(), "deleted; its tokens are refused"));
        }
        String primary = event.data().text("primary_email_address_id", "");
        Fields email = event.data().list("email_addresses").stream()
                .filter(address -> address.reference("id").equals(primary))
                .findFirst()
                .orElse(event.data().at("none"));
        State state = new State()
                .with("email", email.text("email_address"))
                .with("verified", email.text("verification.status", "").equals("verified"));
        return List.of(event.observe("user", id, null, id, false, person(event.data(), state), "kept"));
    }

    private static State person(Fields user, State state) {
        return state.with("first_name", user.text("first_name")).with("last_name", user.text("last_name"));
    }

    private static List<Observation> organization(ClerkEvent event) {
        String id = org(event, "id");
        State state = named(event.data());
        String change = event.isDeletion() ? "disabled; its tokens are refused" : "kept";
        return List.of(event.observe("organization", id, id, "", false, state, change));
    }

    private static State named(Fields organization) {
        return new State().with("name", organization.text("name")).with("slug", organization.text("slug"));
    }

    /** Brings the org and the user with it, which may come later or never. */
    private static List<Observation> membership(ClerkEvent event) {
        String org = org(event, "organization");
        String user = event.data().requireId("public_user_data.user_id", event.type());
        String known = event.data().reference("id");
        String id = known.isEmpty() ? org + "/" + user : known;
        String role = event.data().text("role", "");
        State state = new State().with("role", role);
        Fields organization = event.data().at("organization");
        State person = person(event.data().at("public_user_data"), new State());
        return List.of(
                event.observe("membership", id, org, user, false, state, told(event, role)),
                event.aside("organization", org, org, "", organization.number("updated_at", 0), named(organization)),
                event.aside("user", user, null, user, 0, person));
    }

    private static String told(ClerkEvent event, String role) {
        return event.isDeletion() ? "ended" : "role " + role;
    }

    private static List<Observation> invitation(ClerkEvent event) {
        String status = event.verb().equals("created") ? event.data().text("status", "pending") : event.verb();
        State state = new State()
                .with("status", status)
                .with("email", event.data().text("email_address"))
                .with("role", event.data().text("role"));
        boolean over = !event.verb().equals("created");
        return List.of(event.observe(
                "invitation", event.id(), org(event, "organization_id"), "", over, state, "status " + status));
    }

    private static List<Observation> domain(ClerkEvent event) {
        State state = new State()
                .with("name", event.data().text("name"))
                .with("enrollment", event.data().text("enrollment_mode"))
                .with("verified", event.data().text("verification.status", "").equals("verified"));
        return List.of(
                event.observe("domain", event.id(), org(event, "organization_id"), "", false, state, event.verb()));
    }

    private static List<Observation> session(ClerkEvent event) {
        String status = event.data().text("status", event.verb());
        boolean ended = ENDED.contains(event.verb()) || ENDED.contains(status);
        State state = new State()
                .with("status", ENDED.contains(event.verb()) ? event.verb() : status)
                .with("until", event.data().number("expire_at", event.at() + LONGEST_SESSION));
        return List.of(event.observe(
                "session",
                event.id(),
                null,
                event.data().reference("user_id"),
                ended,
                state,
                ended ? "ended; its tokens are refused" : "runs"));
    }

    private static List<Observation> plain(ClerkEvent event, String kind, String first, String second) {
        State state = new State()
                .with(first, event.data().text(first))
                .with(second, event.data().text(second));
        return List.of(event.observe(kind, event.id(), null, "", false, state, event.verb()));
    }

    private static String org(ClerkEvent event, String path) {
        String id = event.data().requireId(path, event.type());
        if (!OrgId.isValid(id)) {
            throw Refusal.of(
                    Reason.EVENT_UNREADABLE,
                    "The event %s names an org that is not %s".formatted(event.type(), OrgId.EXPECTED),
                    "Look at the event's body");
        }
        return id;
    }
}
