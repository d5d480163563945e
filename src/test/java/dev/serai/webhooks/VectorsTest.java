package dev.serai.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All vectors of both schemes, judged by the hub, and Stripe's also by Stripe's own library. */
class VectorsTest {
    private final ObjectMapper json = new ObjectMapper();

    static List<Vector> all() {
        return Vector.all();
    }

    static Stream<Vector> byStripesLibrary() {
        return Vector.all().stream()
                .filter(Vector::isStripe)
                .filter(v -> !v.sdkVerdict().equals("n/a"));
    }

    @Test
    void thereAreAsManyAsThereShouldBe() {
        assertThat(all()).hasSize(69);
        assertThat(all()).filteredOn(Vector::isAccepted).hasSize(22);
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachVectorIsJudgedAsExpected(Vector vector) {
        if (vector.isAccepted()) {
            assertThat(reception(vector)
                            .accept(source(vector), headers(vector), vector.bytes())
                            .refusal())
                    .isNull();
        } else {
            assertThat(refusal(vector)).as(vector.id()).isNotNull();
        }
    }

    /** Where the hub is stricter, or the library fails, the vector says so; everywhere else both agree. */
    @ParameterizedTest
    @MethodSource("byStripesLibrary")
    void stripesOwnLibraryAgreesWhereItShould(Vector vector) {
        boolean accepted = isAcceptedByStripe(vector);

        switch (vector.sdkVerdict()) {
            case "same" -> assertThat(accepted).isEqualTo(vector.isAccepted());
            case "accept" -> assertThat(accepted).isTrue();
            default ->
                assertThat(vector.isAccepted()).isFalse(); // errors behind the signature: hub refuses by its own rules
        }
    }

    @Test
    void theReasonsAreTheTrueOnes() {
        assertReasons(Map.ofEntries(
                Map.entry("g-stripe-02", Reason.SIGNATURE_MALFORMED),
                Map.entry("g-stripe-03", Reason.SIGNATURE_WRONG),
                Map.entry("g-stripe-08", Reason.SIGNATURE_MALFORMED),
                Map.entry("g-stripe-10", Reason.SIGNATURE_MISSING),
                Map.entry("g-stripe-13", Reason.SIGNATURE_OLD),
                Map.entry("g-stripe-17", Reason.SIGNATURE_FUTURE),
                Map.entry("g-stripe-18", Reason.EVENT_UNPARSEABLE),
                Map.entry("g-stripe-19", Reason.EVENT_THIN),
                Map.entry("g-stripe-20", Reason.SIGNATURE_WRONG),
                Map.entry("g-stripe-38", Reason.SIGNATURE_MALFORMED),
                Map.entry("g-svix-04", Reason.SIGNATURE_MISSING),
                Map.entry("g-svix-07", Reason.SIGNATURE_MALFORMED),
                Map.entry("g-svix-13", Reason.SIGNATURE_OLD),
                Map.entry("g-svix-14", Reason.SIGNATURE_FUTURE),
                Map.entry("g-svix-19", Reason.SIGNATURE_WRONG),
                Map.entry("g-svix-26", Reason.SIGNATURE_MISSING)));
    }

    @Test
    void whatSvixsOwnLibrarySignsIsAccepted() throws Exception {
        String secret = "whsec_" + java.util.Base64.getEncoder().encodeToString(new byte[32]);
        byte[] body = "{\"type\":\"user.created\"}".getBytes(StandardCharsets.UTF_8);
        Clock clock = Clock.systemUTC();
        long now = clock.instant().getEpochSecond();
        String signature = new com.svix.Webhook(secret).sign("msg_1", now, new String(body, StandardCharsets.UTF_8));

        StandardScheme scheme = new StandardScheme(Duration.ofMinutes(5));
        Headers headers = Headers.of(
                Map.of("svix-id", "msg_1", "svix-timestamp", Long.toString(now), "svix-signature", signature));
        Verdict verdict = scheme.judge(headers, body, List.of(scheme.secret(secret, null)), clock.instant());

        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
    }

    private void assertReasons(Map<String, Reason> expected) {
        for (Vector vector : all()) {
            if (expected.containsKey(vector.id())) {
                assertThat(refusal(vector)).as(vector.toString()).isEqualTo(expected.get(vector.id()));
            }
        }
    }

    /** A secret that cannot be used is refused when the hub starts; here it counts as a refusal. */
    private @org.jspecify.annotations.Nullable Reason refusal(Vector vector) {
        try {
            Refusal stored = reception(vector)
                    .accept(source(vector), headers(vector), vector.bytes())
                    .refusal();
            return stored == null ? null : stored.reason();
        } catch (Refusal e) {
            return e.reason();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("SERAI-HOOK-020");
            return Reason.SOURCE_OFF;
        }
    }

    private Reception reception(Vector vector) {
        Clock clock = clock(vector);
        return new Reception(new Refusals(new SimpleMeterRegistry(), clock), json, clock);
    }

    private Source source(Vector vector) {
        return Samples.sources(
                        vector.tolerated(),
                        Map.of(
                                "it",
                                Samples.settings(
                                        vector.isStripe()
                                                ? SourceSettings.SchemeName.STRIPE
                                                : SourceSettings.SchemeName.STANDARD,
                                        String.join(",", vector.secrets()))))
                .named("it");
    }

    private static Clock clock(Vector vector) {
        return Clock.fixed(vector.moment(), ZoneOffset.UTC);
    }

    private static Headers headers(Vector vector) {
        return Headers.of(vector.headers());
    }

    private static boolean isAcceptedByStripe(Vector vector) {
        String header = vector.headers().getOrDefault("Stripe-Signature", "");
        String body = new String(vector.bytes(), StandardCharsets.UTF_8);
        return vector.secrets().stream().anyMatch(secret -> {
            try {
                return Webhook.Signature.verifyHeader(body, header, secret, vector.tolerance(), clock(vector));
            } catch (SignatureVerificationException | NumberFormatException e) {
                return false;
            }
        });
    }

    @Test
    void trapsOfStripesLibraryAreTheReasonForAnotherVerifier() {
        assertThatThrownBy(() -> Webhook.Signature.verifyHeader(
                        "{}", "t=not_a_number,v1=somesignature", "whsec_test_secret", 300, Clock.systemUTC()))
                .isInstanceOf(NumberFormatException.class);
    }
}
