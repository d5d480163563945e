package dev.serai.webhooks;

import com.stripe.net.Webhook;
import dev.serai.Api;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Sends signed events as Stripe and Clerk do, signed by their own libraries. */
public record Sender(Api api) {
    public static final String STRIPE_SECRET = "whsec_test_of_the_hub_alone";
    public static final String CLERK_SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("twenty-four bytes or more".getBytes(StandardCharsets.UTF_8));

    public Api.Reply stripe(String body) {
        return stripe(body, STRIPE_SECRET, Instant.now());
    }

    public Api.Reply stripe(String body, String secret, Instant signedAt) {
        try {
            String signature = Webhook.Signature.generateSignatureHeader(body, secret, signedAt.getEpochSecond());
            return send("/api/billing/webhook", body, "Stripe-Signature", signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Api.Reply clerk(String id, String body) {
        return clerk(id, body, CLERK_SECRET, Instant.now());
    }

    public Api.Reply clerk(String id, String body, String secret, Instant signedAt) {
        return send("/api/webhooks/clerk", body, standard("svix-", id, body, secret, signedAt));
    }

    /** The headers of a Standard Webhook, whose family of names is {@code svix-} or {@code webhook-}. */
    public static String[] standard(String family, String id, String body, String secret, Instant signedAt) {
        try {
            long seconds = signedAt.getEpochSecond();
            String signature = new com.svix.Webhook(secret).sign(id, seconds, body);
            return new String[] {
                family + "id", id, family + "timestamp", Long.toString(seconds), family + "signature", signature
            };
        } catch (com.svix.exceptions.WebhookSigningException | com.svix.exceptions.EmptyWebhookSecretException e) {
            throw new IllegalStateException(e);
        }
    }

    public Api.Reply send(String path, String body, String... headers) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
