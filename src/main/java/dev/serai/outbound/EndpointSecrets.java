package dev.serai.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Secrets of endpoints: made, shown once, sealed for the database, opened to sign. */
public final class EndpointSecrets {
    private static final String SECRET = "webhookSecret";

    private final HubKeys keys;
    private final ObjectMapper json;

    EndpointSecrets(HubKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /** A new secret for header {@code endpointId}: sealed in headers, as it is on the exchange for {@link #show}. */
    public void make(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] secret = Signature.newSecret();
        exchange.setProperty(SECRET, Signature.text(secret));
        seal(message, secret, message.getHeader("endpointId", String.class));
    }

    /** Adds the secret to the answer: the only time that anybody sees it. */
    public void show(Exchange exchange) throws JsonProcessingException {
        ObjectNode answer = (ObjectNode) json.readTree(exchange.getMessage().getBody(String.class));
        answer.put("secret", exchange.getProperty(SECRET, String.class));
        exchange.getMessage().setBody(answer.toString());
    }

    /** Headers {@code keyId} and {@code knownKeys}, for the look at what other keys have sealed. */
    public void names(Exchange exchange) {
        exchange.getMessage().setHeader("keyId", keys.first().id());
        exchange.getMessage().setHeader("knownKeys", keys.ids().toArray(new String[0]));
    }

    /** Body: a row of {@code secrets-otherwise-sealed.sql}; its secret under the first key goes to the headers. */
    public void sealAnew(Exchange exchange) throws GeneralSecurityException {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        String endpoint = String.valueOf(row.get("endpointId"));
        String keyId = String.valueOf(row.get("keyId"));
        message.setHeader("secretId", row.get("id"));
        message.setHeader("oldKeyId", keyId);
        byte[] sealed = HexFormat.of().parseHex(String.valueOf(row.get("sealed")));
        seal(message, keys.open(keyId, sealed, endpoint), endpoint);
        message.setBody(null);
    }

    private void seal(Message message, byte[] secret, String endpoint) {
        HubKey key = keys.first();
        message.setHeader("keyId", key.id());
        message.setHeader("sealed", HexFormat.of().formatHex(key.seal(secret, endpoint)));
    }

    /**
     * Opens the secrets that sign for an endpoint.
     *
     * @param sealed a JSON list of {@code keyId} and {@code sealed}, the newest first
     * @throws GeneralSecurityException when one cannot be opened, or there is none
     */
    List<byte[]> open(String sealed, String endpoint) throws GeneralSecurityException {
        List<byte[]> secrets = new ArrayList<>();
        for (JsonNode secret : read(sealed)) {
            byte[] bytes = HexFormat.of().parseHex(secret.path("sealed").asText());
            secrets.add(keys.open(secret.path("keyId").asText(), bytes, endpoint));
        }
        if (secrets.isEmpty()) {
            throw new GeneralSecurityException("The endpoint has no secret");
        }
        return secrets;
    }

    private JsonNode read(String text) throws GeneralSecurityException {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new GeneralSecurityException("The sealed secrets cannot be read", e);
        }
    }
}
