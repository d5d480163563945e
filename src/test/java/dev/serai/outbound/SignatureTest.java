package dev.serai.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures against the published example; a receiver's library is asked in {@link OutboundDeliveryTest}. */
class SignatureTest {
    private static final byte[] SECRET = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    void thePublishedExampleOfStandardWebhooksIsReproduced() {
        String header = Signature.header(
                List.of(SECRET),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(header).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretSigns() {
        byte[] other = Signature.newSecret();

        String[] both = Signature.header(List.of(other, SECRET), "msg_a", 1, new byte[] {1})
                .split(" ", -1);

        assertThat(both)
                .containsExactly(
                        Signature.header(List.of(other), "msg_a", 1, new byte[] {1}),
                        Signature.header(List.of(SECRET), "msg_a", 1, new byte[] {1}));
    }

    @Test
    void aSecretHasThirtyTwoBytesAndTheUsualForm() {
        String text = Signature.text(Signature.newSecret());

        assertThat(text).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(text.substring(6))).hasSize(32);
        assertThat(Signature.newSecret()).isNotEqualTo(Signature.newSecret());
    }
}
