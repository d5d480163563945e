package dev.serai.access;

import static dev.serai.access.AccessSamples.clerkV1;
import static dev.serai.access.IssuerDouble.NOW;
import static dev.serai.access.IssuerDouble.RSA;
import static dev.serai.access.IssuerDouble.bearer;
import static dev.serai.access.IssuerDouble.header;
import static dev.serai.access.IssuerDouble.signer;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no issuer would send: each is refused, none makes the authenticator throw. */
class HostileTokensTest {
    private static final WireMockServer SERVER = start();
    private static final Authenticator AUTHENTICATOR = Authenticators.create(
            AccessSamples.properties(new IssuerDouble(SERVER).jwksUrl(), AccessSamples.JWKS),
            null,
            Denials.none(Clock.systemUTC()),
            null,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"iss\":\"https://clerk.acme.test\",\"iss\":\"other\",\"exp\":9999999999}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":1e400}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":-1}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":99999999999999999999999999}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":9223372036854775807}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":9999999999,\"nbf\":-9223372036854775808,\"azp\":1}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":null}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":\"NaN\"}",
                "{\"iss\":[\"https://clerk.acme.test\"],\"exp\":9999999999}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":9999999999,\"aud\":[1,null,{}],\"sub\":7}",
                "{\"iss\":\"https://clerk.acme.test\",\"exp\":9999999999,\"azp\":\"https://app.acme.test\","
                        + "\"sub\":\"u\",\"org_id\":[\"org_1\"],\"o\":\"org_1\",\"org_role\":{}}",
                "[]",
                "null",
                "\"text\"",
                "{",
                "\u0000",
            })
    void aCorrectlySignedOddPayloadIsRefused(String payload) throws JOSEException {
        JWSObject token = new JWSObject(header(RSA).build(), new Payload(payload));
        token.sign(signer(RSA));

        assertRefused("Bearer " + token.serialize());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"jku\":\"not a url\"}",
                "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
                "{\"alg\":\"RS256\",\"x5c\":[\"AA\"]}",
                "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"RS256\",\"typ\":\"JWE\",\"kid\":\"rsa-1\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{}",
                "[]",
            })
    void anOddHeaderIsRefused(String header) {
        String[] genuine = bearer(clerkV1()).split("\\.", -1);

        assertRefused("Bearer " + Base64URL.encode(header) + "." + genuine[1] + "." + genuine[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nestingAsDeepAsATokenCanHoldIsRefused(String opening) {
        String nested = "{\"alg\":\"RS256\",\"x\":" + opening.repeat(5800 / opening.length());

        assertRefused("Bearer " + Base64URL.encode(nested) + ".e30.e30");
        assertRefused("Bearer eyJhbGciOiJSUzI1NiJ9." + Base64URL.encode(nested) + ".e30");
    }

    @Test
    void noneOfManyDamagedTokensIsAccepted() {
        String genuine = bearer(clerkV1());
        Random random = new Random(20260301);

        IntStream.range(0, 5000).forEach(i -> assertRefused(damaged(genuine, random)));
    }

    /** Another letter anywhere but in the last one, whose lowest bits mean nothing. */
    private static String damaged(String genuine, Random random) {
        int at = "Bearer ".length() + random.nextInt(genuine.length() - "Bearer ".length() - 1);
        char other = "AZaz09-_.".charAt(random.nextInt(9));
        char different = genuine.charAt(at) == other ? 'Q' : other;
        return genuine.substring(0, at) + different + genuine.substring(at + 1);
    }

    private static void assertRefused(String header) {
        assertThat(AUTHENTICATOR.authenticate(header))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.temporary()).isFalse());
    }

    private static WireMockServer start() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        return server;
    }
}
