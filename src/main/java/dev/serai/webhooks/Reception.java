package dev.serai.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request is an event to be stored. Verifies before it reads a word of the body; what it refuses has
 * touched no server.
 */
final class Reception {
    private static final int KEPT_OF_SIGNATURE = 24;

    private final Refusals refusals;
    private final ObjectMapper json;
    private final Clock clock;
    private final EventReader reader = new EventReader();

    Reception(Refusals refusals, ObjectMapper json, Clock clock) {
        this.refusals = refusals;
        this.json = json;
        this.clock = clock;
    }

    /** @param refusal set when the event is to be stored and then refused all the same */
    record Accepted(Map<String, Object> row, @Nullable Refusal refusal) {}

    /** The row to store. Throws a refusal, counted for its source, when there is nothing to store. */
    Accepted accept(Source source, Headers headers, byte[] body) {
        Instant now = clock.instant();
        if (body.length == 0) {
            throw refused(source, Reason.SIGNATURE_MALFORMED, "The body is empty");
        }
        return switch (source.judge(headers, body, now)) {
            case Verdict.Refused(Reason reason, String why) -> throw refused(source, reason, why);
            case Verdict.Verified verified -> verified(source, verified, headers, body, now);
        };
    }

    /** For requests that were refused before their signature could be looked at, because of size or speed. */
    void refusedEarly(String source, Refusal refusal) {
        refusals.count(source, refusal.reason(), refusal.detail());
    }

    private Accepted verified(Source source, Verdict.Verified verified, Headers headers, byte[] body, Instant now) {
        return switch (reader.read(body, source.idAt(), source.typeAt())) {
            case Reading.Event event -> {
                requireOwn(source, event);
                String type = type(source, event, headers);
                yield new Accepted(
                        row(source, verified, id(verified, event, body), type, "waiting", headers, now), null);
            }
            case Reading.Unparseable(String why) -> {
                String id = id(verified, new Reading.Event("", "", "", null, null), body);
                Refusal refusal = refused(source, Reason.EVENT_UNPARSEABLE, why);
                yield new Accepted(row(source, verified, id, "", "unparseable", headers, now), refusal);
            }
        };
    }

    /** Events of Stripe's newer kind, of the other mode and of foreign accounts are not ours to act on. */
    private void requireOwn(Source source, Reading.Event event) {
        if (source.scheme() instanceof StripeScheme && event.object().startsWith("v2.")) {
            throw refused(
                    source,
                    Reason.EVENT_THIN,
                    "A thin event (object %s) came to the address for snapshot events".formatted(event.object()));
        }
        if (event.live() != null && !(event.live() ? source.live() : source.test())) {
            throw refused(
                    source,
                    Reason.EVENT_FOREIGN_MODE,
                    "The event is of the sender's %s mode, which this hub does not take"
                            .formatted(event.live() ? "live" : "test"));
        }
        if (event.account() != null && !source.settings().accounts().contains(event.account())) {
            throw refused(
                    source, Reason.EVENT_FOREIGN_ACCOUNT, "The event is of an account that is not configured here");
        }
    }

    private Map<String, Object> row(
            Source source,
            Verdict.Verified verified,
            String id,
            String type,
            String state,
            Headers headers,
            Instant now) {
        Map<String, Object> row = new HashMap<>();
        row.put("source", source.name());
        row.put("eventId", id);
        row.put("eventType", type);
        row.put("state", state);
        row.put("secret", verified.secret().fingerprint());
        row.put("kept", kept(source, headers));
        row.put("verification", verification(source, verified, now));
        return row;
    }

    private String kept(Source source, Headers headers) {
        ObjectNode kept = json.createObjectNode();
        for (String name : source.scheme().headers()) {
            String value = headers.one(name);
            if (value != null) {
                kept.put(name, name.endsWith("id") || name.endsWith("timestamp") ? value : shortened(value));
            }
        }
        return kept.toString();
    }

    private String verification(Source source, Verdict.Verified verified, Instant now) {
        ObjectNode facts = json.createObjectNode()
                .put("scheme", source.scheme().name())
                .put("secret", verified.secret().fingerprint());
        Instant signedAt = verified.signedAt();
        if (signedAt != null) {
            facts.put("signedAt", signedAt.toString())
                    .put("ageSeconds", Duration.between(signedAt, now).toSeconds());
        }
        return facts.toString();
    }

    private static String shortened(String value) {
        return value.length() <= KEPT_OF_SIGNATURE ? value : value.substring(0, KEPT_OF_SIGNATURE) + "…";
    }

    /** Only what was signed may tell events apart: an id beside it could be changed by whoever repeats a request. */
    private static String id(Verdict.Verified verified, Reading.Event event, byte[] body) {
        if (verified.id() != null) {
            return verified.id();
        }
        return event.id().isEmpty() ? "sha256:" + HexFormat.of().formatHex(Secret.sha256(body)) : event.id();
    }

    private static String type(Source source, Reading.Event event, Headers headers) {
        String named = source.settings().typeHeader();
        String type = named.isEmpty() ? event.type() : headers.one(named);
        return type == null || type.length() > 255 ? "" : type;
    }

    private Refusal refused(Source source, Reason reason, String why) {
        refusals.count(source.name(), reason, why);
        return Refusal.of(reason, why, help(reason));
    }

    private static String help(Reason reason) {
        return switch (reason) {
            case SIGNATURE_WRONG, SECRET_EXPIRED ->
                "Compare the secret at the sender with the one configured here, and send the body's bytes unchanged";
            case SIGNATURE_OLD, SIGNATURE_FUTURE -> "Set the clocks right; sign each attempt anew";
            case EVENT_FOREIGN_MODE -> "Send events of this mode to a hub of this mode";
            case EVENT_THIN -> "Send snapshot events to this address";
            case EVENT_FOREIGN_ACCOUNT -> "Configure the account, or do not send its events here";
            case EVENT_UNPARSEABLE -> "Send one JSON object; it was kept for the operators to look at";
            default -> "Sign the request as the source's scheme says";
        };
    }
}
