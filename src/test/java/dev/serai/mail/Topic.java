package dev.serai.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.Api;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import peer.Certificate;

/** A topic of SNS with a certificate of its own, which signs as SNS does. */
final class Topic {
    static final String ARN = "arn:aws:sns:us-east-1:123456789012:ses-feedback";
    static final String CERTIFICATE = "/SimpleNotificationService-0000.pem";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyPair keys;
    private final String subject;

    Topic(String subject) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.keys = generator.generateKeyPair();
        this.subject = subject;
    }

    String certificate() throws Exception {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(Certificate.selfSigned(keys, subject, "SHA256withRSA"));
        }
        return pem.toString();
    }

    ObjectNode message(String type, String text) {
        ObjectNode message = JSON.createObjectNode()
                .put("Type", type)
                .put("MessageId", UUID.randomUUID().toString())
                .put("TopicArn", ARN)
                .put("Message", text)
                .put("Timestamp", Instant.now().toString())
                .put("SigningCertURL", "https://sns.us-east-1.amazonaws.com" + CERTIFICATE);
        if (!type.equals("Notification")) {
            message.put("Token", "token")
                    .put("SubscribeURL", "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription");
        }
        return message;
    }

    ObjectNode signed(ObjectNode message, String version) throws Exception {
        Signature signature = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
        signature.initSign(keys.getPrivate());
        List<String> names = message.has("Token")
                ? List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
                : List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
        for (String name : names) {
            if (message.has(name)) {
                signature.update((name + "\n" + message.get(name).asText() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return message.put("SignatureVersion", version)
                .put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
    }

    ObjectNode notification(String text) throws Exception {
        return signed(message("Notification", text), "1");
    }

    /** As SNS posts it. */
    static Api.Reply post(Api api, ObjectNode message) {
        return api.send(api.request("/api/webhooks/ses")
                .header("Content-Type", "text/plain; charset=UTF-8")
                .POST(BodyPublishers.ofString(message.toString()))
                .build());
    }
}
