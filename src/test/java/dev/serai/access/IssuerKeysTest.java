package dev.serai.access;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static dev.serai.access.AccessSamples.clerkV1;
import static dev.serai.access.IssuerDouble.NOW;
import static dev.serai.access.IssuerDouble.OTHER_RSA;
import static dev.serai.access.IssuerDouble.RSA;
import static dev.serai.access.IssuerDouble.bearer;
import static dev.serai.access.IssuerDouble.header;
import static dev.serai.access.IssuerDouble.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** So short that tests see the cache expire; the library reads the system's clock. */
    private static final AccessProperties.Jwks SHORT = new AccessProperties.Jwks(
            Duration.ofMillis(300), Duration.ofHours(1), Duration.ofMillis(200), Duration.ofMillis(250));

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final String known = bearer(clerkV1());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void keysAreFetchedByTheFirstTokenOnlyAndThenKept() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, AccessSamples.JWKS);
        assertThat(issuer.fetches()).isZero();

        IntStream.range(0, 50).forEach(i -> assertGranted(authenticator, known));

        assertThat(issuer.fetches()).isOne();
    }

    @Test
    void aNewKeyIsFetchedWhenItsFirstTokenArrives() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, AccessSamples.JWKS);
        assertGranted(authenticator, known);

        issuer.serve(OTHER_RSA);

        assertGranted(authenticator, bearer(OTHER_RSA, clerkV1()));
        assertThat(denied(authenticator, known).code()).isEqualTo("SERAI-AUTH-005");
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void aStormOfUnknownKeysFetchesTwiceAtMostAndHurtsNobodyElse() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, AccessSamples.JWKS);
        assertGranted(authenticator, known);

        IntStream.range(0, 300).parallel().forEach(i -> {
            assertThat(denied(authenticator, unknown(i)).code()).isEqualTo("SERAI-AUTH-005");
            assertGranted(authenticator, known);
        });

        assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    }

    @Test
    void knownKeysKeepWorkingWhileTheIssuerIsDownEvenInAStorm() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, SHORT);
        assertGranted(authenticator, known);
        issuer.answer(500, "down");

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    assertThat(denied(authenticator, unknown(issuer.fetches())).code())
                            .isEqualTo("SERAI-AUTH-005");
                    assertGranted(authenticator, known);
                    return issuer.fetches() > 12;
                });
    }

    @Test
    void anEmptyKeySetCountsAsAnOutage() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, SHORT);
        assertGranted(authenticator, known);
        issuer.answer(200, "{\"keys\":[]}");

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertGranted(authenticator, known);
                    return issuer.fetches() > 3;
                });
    }

    @Test
    void anIssuerDownFromTheStartIsATemporaryRefusalThatHeals() {
        IssuerDouble issuer = new IssuerDouble(server);
        Authenticator authenticator = authenticator(issuer, SHORT);
        issuer.answer(503, "down");

        IntStream.range(0, 5).forEach(i -> {
            Outcome.Denied denied = denied(authenticator, known);
            assertThat(denied.code()).isEqualTo("SERAI-AUTH-006");
            assertThat(denied.temporary()).isTrue();
            assertThat(denied.reason()).doesNotContain("localhost");
        });

        issuer.serve(RSA);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertGranted(authenticator, known));
    }

    @Test
    void aHangingIssuerIsGivenUpAfterTheTimeout() {
        IssuerDouble issuer = new IssuerDouble(server);
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(10_000)));

        long start = System.nanoTime();
        assertThat(denied(authenticator(issuer, SHORT), known).code()).isEqualTo("SERAI-AUTH-006");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void redirectsAreNotFollowed() {
        IssuerDouble issuer = new IssuerDouble(server);
        server.stubFor(get("/jwks.json").willReturn(aResponse().withStatus(302).withHeader("Location", "/inner")));

        assertThat(denied(authenticator(issuer, SHORT), known).code()).isEqualTo("SERAI-AUTH-006");
        assertThat(server.getAllServeEvents())
                .isNotEmpty()
                .allMatch(event -> event.getRequest().getUrl().equals("/jwks.json"));
    }

    @Test
    void anEndlessKeySetIsCutOff() {
        IssuerDouble issuer = new IssuerDouble(server);
        issuer.answer(200, "{\"keys\":[" + " ".repeat(100_000) + "]}");

        assertThat(denied(authenticator(issuer, SHORT), known).code()).isEqualTo("SERAI-AUTH-006");
    }

    private static Authenticator authenticator(IssuerDouble issuer, AccessProperties.Jwks jwks) {
        AccessProperties properties = AccessSamples.properties(issuer.jwksUrl(), jwks);
        return Authenticators.create(properties, null, Denials.none(CLOCK), null, CLOCK);
    }

    private static String unknown(int number) {
        return bearer(header(OTHER_RSA).keyID("unknown-" + number).build(), signer(OTHER_RSA), clerkV1());
    }

    private static void assertGranted(Authenticator authenticator, String header) {
        assertThat(authenticator.authenticate(header)).isInstanceOf(Outcome.Granted.class);
    }

    private static Outcome.Denied denied(Authenticator authenticator, String header) {
        Outcome outcome = authenticator.authenticate(header);
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        return (Outcome.Denied) outcome;
    }
}
