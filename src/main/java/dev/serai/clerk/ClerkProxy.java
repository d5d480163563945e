package dev.serai.clerk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.access.Caller;
import dev.serai.http.OwnOrg;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the route of the Clerk proxy asks: whether a call is allowed, and what to show of the answer. */
public final class ClerkProxy {
    private static final String ORGANIZATION = "organization_id";
    private static final String USER = "user_id";
    private static final String SESSION = "session_id";
    private static final String CLERK_USER = "user_[A-Za-z0-9]{1,60}";

    private final List<AllowedCall> allowed;
    private final Shown shown;
    private final boolean configured;
    private final ObjectMapper json;

    /** @param configured whether the hub has a key for Clerk */
    ClerkProxy(List<AllowedCall> allowed, Shown shown, boolean configured, ObjectMapper json) {
        this.allowed = allowed;
        this.shown = shown;
        this.configured = configured;
        this.json = json;
    }

    /** An allowed call and the ids of its path. */
    private record Found(AllowedCall call, Map<String, String> ids) {}

    /**
     * Body: the request. Sets the call as property {@code clerkWish}, and headers: {@code changing}, {@code hub},
     * {@code proof} (none, member, session) with {@code proofUser} or {@code proofSession}, and what the logs need.
     */
    public void read(Exchange exchange) {
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        Wish wish = Wish.of(json.valueToTree(exchange.getMessage().getBody(Map.class)));
        Found found = find(wish);
        requireRole(found.call(), caller);
        OwnOrg.of(caller)
                .look("/body/path", ORGANIZATION, found.ids().get(ORGANIZATION))
                .require();
        ClerkProperties.Call rules = found.call().rules();
        wish.requireOnly(rules.query(), rules.body());
        requireConfigured();
        exchange.setProperty("clerkWish", call(wish, found.call(), caller));
        exchange.setProperty("clerkRules", rules);
        describe(exchange.getMessage(), wish, found, caller);
    }

    /** The answer's body as the caller may see it, or the refusal that stands for it. */
    public void answer(Exchange exchange) {
        ClerkAnswer answer = exchange.getMessage().getBody(ClerkAnswer.class);
        if (!answer.isGood()) {
            throw answer.refusal();
        }
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        ClerkProperties.Call rules = exchange.getProperty("clerkRules", ClerkProperties.Call.class);
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.body().isMissingNode() ? 204 : answer.status());
        message.setBody(caller.isHubCaller() ? answer.body() : shown.toOrg(answer.body(), caller.org(), rules.own()));
    }

    private Found find(Wish wish) {
        for (AllowedCall call : allowed) {
            Optional<Map<String, String>> ids = call.ids(wish.method(), wish.path());
            if (ids.isPresent()) {
                return new Found(call, ids.get());
            }
        }
        throw Refusal.of(
                Reason.CLERK_CALL_REFUSED,
                "%s %s is not among the calls that the hub makes for others"
                        .formatted(wish.method(), wish.joinedPath()),
                "Use one of those that errors lists",
                allowed.stream()
                        .map(call -> new Finding("allowed", call.rules().call()))
                        .toList());
    }

    private static void requireRole(AllowedCall call, Caller caller) {
        if (!call.admits(caller)) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "%s needs one of the roles %s; the token has %s"
                            .formatted(call.rules().call(), call.rules().roles(), caller.roles()),
                    "Ask an admin of the org or an operator of the hub");
        }
    }

    private void requireConfigured() {
        if (!configured) {
            throw Refusal.of(
                    Reason.CLERK_UNSET,
                    "The hub has no secret key for Clerk",
                    "An operator sets CLERK_SECRET_KEY and starts the hub again");
        }
    }

    private ClerkCall call(Wish wish, AllowedCall call, Caller caller) {
        ObjectNode body = json.valueToTree(wish.body());
        if (call.callerAs() != null && caller.user().matches(CLERK_USER)) {
            body.put(call.callerAs(), caller.user());
        }
        return new ClerkCall(
                wish.method(),
                wish.joinedPath(),
                wish.query(),
                call.changes() && !body.isEmpty() ? body.toString() : null);
    }

    private void describe(Message message, Wish wish, Found found, Caller caller) {
        Proof proof = caller.isHubCaller() ? Proof.NONE : found.call().rules().proof();
        message.setHeader("proof", proof.name());
        message.setHeader("changing", found.call().changes());
        message.setHeader("hub", caller.isHubCaller());
        message.setHeader("subject", "%s %s".formatted(wish.method(), wish.joinedPath()));
        message.setHeader("details", noted(wish).toString());
        switch (proof) {
            case MEMBER -> message.setHeader("proofUser", member(wish, found));
            case SESSION -> message.setHeader("proofSession", found.ids().get(SESSION));
            case NONE -> {}
        }
    }

    /** The names of what is sent, and the role; addresses and names of people do not belong in a log. */
    private ObjectNode noted(Wish wish) {
        ObjectNode noted = json.createObjectNode();
        noted.set("fields", json.valueToTree(wish.body().keySet()));
        if (wish.body().containsKey("role")) {
            noted.put("role", wish.body().get("role"));
        }
        return noted;
    }

    private static String member(Wish wish, Found found) {
        String user = found.ids().getOrDefault(USER, wish.query().get(USER));
        if (user == null) {
            Wish.require(List.of(new Finding("/body/query/" + USER, "expected the id of a member of the org")));
        }
        return Objects.requireNonNull(user);
    }
}
