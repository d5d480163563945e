package dev.serai.clerk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The two ends of a call to Clerk, and what calls prove; the route does the sending. */
public final class ClerkCalls {
    private final ObjectMapper json;
    private final BoundedAnswer bounds;
    private final String keyMark;

    /** @param key the hub's key; only the start of its hash is kept, which tells keys apart */
    ClerkCalls(ObjectMapper json, BoundedAnswer bounds, String key) {
        this.json = json;
        this.bounds = bounds;
        this.keyMark = mark(key);
    }

    /** Property {@code clerkCall} becomes the request: body and Camel's headers of a web call. */
    public void address(Exchange exchange) {
        ClerkCall call = exchange.getProperty("clerkCall", ClerkCall.class);
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, call.path());
        message.setHeader(Exchange.HTTP_QUERY, call.encodedQuery());
        message.setBody(call.body());
    }

    /** Body: the answer's stream. It becomes a {@link ClerkAnswer}; {@code clerkState} says refused, good or other; {@code outcome} is for the logs. */
    public void receive(Exchange exchange) {
        Message message = exchange.getMessage();
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        ClerkAnswer answer = answer(status, message);
        message.setBody(answer);
        message.setHeader("clerkState", answer.refusesTheHub() ? "refused" : answer.isGood() ? "good" : "other");
        message.setHeader("keyMark", keyMark);
        message.setHeader("clerkStatus", status);
        message.setHeader("outcome", "{\"status\": %d}".formatted(status));
    }

    /** When nothing came back. */
    public void unanswered(Exchange exchange) {
        exchange.getMessage().removeHeader(Exchange.HTTP_RESPONSE_CODE);
        exchange.getMessage().setBody(null);
    }

    /** The next call asks whether {@code proofUser} is a member of the org. */
    public void askMember(Exchange exchange) {
        String org = exchange.getProperty("orgId", String.class);
        String user = exchange.getMessage().getHeader("proofUser", String.class);
        exchange.setProperty(
                "clerkCall",
                ClerkCall.get(
                        "/v1/organizations/%s/memberships".formatted(org), Map.of("user_id", user, "limit", "1")));
    }

    /** Clerk's filter is not trusted: the answer must name the user. */
    public void requireMember(Exchange exchange) {
        String user = exchange.getMessage().getHeader("proofUser", String.class);
        JsonNode members = good(exchange).path("data");
        if (members.valueStream()
                .noneMatch(
                        m -> m.path("public_user_data").path("user_id").asText().equals(user))) {
            throw ClerkAnswer.unknown();
        }
    }

    /** The next call asks whose {@code proofSession} is. */
    public void askSession(Exchange exchange) {
        String session = exchange.getMessage().getHeader("proofSession", String.class);
        exchange.setProperty("clerkCall", ClerkCall.get("/v1/sessions/" + session, Map.of()));
    }

    /** Somebody may be a member of several orgs; the session must be one in this org. Sets {@code proofUser}. */
    public void requireSession(Exchange exchange) {
        JsonNode session = good(exchange);
        String user = session.path("user_id").asText();
        String org = session.path("last_active_organization_id").asText();
        if (!org.equals(exchange.getProperty("orgId")) || !user.matches("[A-Za-z0-9_-]{1,64}")) {
            throw ClerkAnswer.unknown();
        }
        exchange.getMessage().setHeader("proofUser", user);
    }

    private static JsonNode good(Exchange exchange) {
        ClerkAnswer answer = exchange.getMessage().getBody(ClerkAnswer.class);
        if (!answer.isGood()) {
            throw answer.refusal();
        }
        return answer.body();
    }

    private ClerkAnswer answer(int status, Message message) {
        String retryAfter = message.getHeader("Retry-After", String.class);
        message.removeHeader("Retry-After");
        try {
            return new ClerkAnswer(status, body(message.getBody(InputStream.class)), true, retryAfter);
        } catch (IOException e) {
            return new ClerkAnswer(status, MissingNode.getInstance(), false, retryAfter);
        }
    }

    private JsonNode body(@Nullable InputStream answer) throws IOException {
        byte[] bytes = answer == null ? new byte[0] : bounds.read(answer);
        return bytes.length == 0 ? MissingNode.getInstance() : parsed(bytes);
    }

    private JsonNode parsed(byte[] bytes) throws IOException {
        JsonNode body = json.readTree(bytes);
        if (!body.isContainerNode()) {
            throw new IOException("The answer is neither an object nor a list");
        }
        return body;
    }

    private static String mark(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
