package dev.serai.bench;

import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;

/** The requests that the webhook benchmarks send: signed by Stripe's library, signed with another's secret, or bare. */
enum Traffic {
    /** Signed at the moment at which they are sent. */
    GOOD {
        @Override
        IntFunction<byte[]> requests(String series) {
            return n -> signed(body(series, n), SECRET);
        }
    },
    FORGED {
        @Override
        IntFunction<byte[]> requests(String series) {
            return n -> signed(body(series, n), "whsec_of_somebody_else_entirely");
        }
    },
    /** For the peer that verifies nothing. */
    BARE {
        @Override
        IntFunction<byte[]> requests(String series) {
            byte[] one = HttpWire.post("/webhook", Map.of(), body(series, 0).getBytes(StandardCharsets.UTF_8));
            return n -> one;
        }
    };

    static final String SECRET = "whsec_of_the_bench_and_nothing_else";
    private static final String FILLER = "x".repeat(2_500);

    /** The bytes of the request of a number; events of different series are different. */
    abstract IntFunction<byte[]> requests(String series);

    private static byte[] signed(String body, String secret) {
        try {
            String signature = Webhook.Signature.generateSignatureHeader(
                    body, secret, Instant.now().getEpochSecond());
            return HttpWire.post(
                    "/api/billing/webhook",
                    Map.of("Stripe-Signature", signature),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(String series, int n) {
        return """
                {"id":"evt_%1$s_%2$d","object":"event","api_version":"2025-01-01","created":%2$d,"livemode":false,
                 "type":"customer.subscription.updated","data":{"object":{"id":"sub_%3$d","object":"subscription",
                 "customer":"cus_%3$d","status":"active","metadata":{"org_id":"org_%3$d","filler":"%4$s"},
                 "items":{"object":"list","data":[]}}}}""".formatted(series, n, n % 500, FILLER);
    }
}
