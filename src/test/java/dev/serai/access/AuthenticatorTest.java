package dev.serai.access;

import static dev.serai.access.AccessSamples.clerkBase;
import static dev.serai.access.AccessSamples.clerkV1;
import static dev.serai.access.AccessSamples.clerkV2;
import static dev.serai.access.AccessSamples.deploymentUser;
import static dev.serai.access.AccessSamples.supabaseUser;
import static dev.serai.access.IssuerDouble.EC;
import static dev.serai.access.IssuerDouble.NOW;
import static dev.serai.access.IssuerDouble.OTHER_RSA;
import static dev.serai.access.IssuerDouble.RSA;
import static dev.serai.access.IssuerDouble.bearer;
import static dev.serai.access.IssuerDouble.header;
import static dev.serai.access.IssuerDouble.signer;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final IssuerDouble issuer = start(server);
    private final List<DenialStore.Denial> ended = new ArrayList<>();
    private final Denials denials = new Denials(position -> new DenialStore.Changes(position, ended), CLOCK);
    private final Authenticator authenticator = Authenticators.create(
            AccessSamples.properties(issuer.jwksUrl(), AccessSamples.JWKS), null, denials, null, CLOCK);

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void bothClerkTokenFormsGiveTheSameOrgAdmin() {
        Caller expected = new Caller("org_1", "user_1", Set.of(Role.ORG_ADMIN), Set.of(), "clerk", "rsa-1");

        assertThat(granted(bearer(clerkV1()))).isEqualTo(expected);
        assertThat(granted(bearer(clerkV2()))).isEqualTo(expected);
    }

    @Test
    void aSupabaseUserIsMemberOfTheOrgThatOnlyTheServerCanWrite() {
        Caller expected = new Caller("org_2", "7f1c", Set.of(Role.MEMBER), Set.of(), "supabase", "ec-1");

        assertThat(granted(bearer(EC, supabaseUser()))).isEqualTo(expected);
    }

    @Test
    void aDeploymentIdentityCarriesHubRolesAndScopesWithoutAnOrg() {
        Caller expected = new Caller(null, "ci", Set.of(Role.OPERATOR), Set.of("a", "b"), "deployment", "rsa-1");

        assertThat(granted(bearer(deploymentUser()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "viewer", "org:operator", "member", "basic_member", ""})
    void aCustomerNeverGetsMoreThanItsOwnOrg(String role) {
        assertThat(granted(bearer(with(clerkV1(), "org_role", role))).roles()).containsExactly(Role.MEMBER);
    }

    @Test
    void aListedVerifiedEmailMakesAnOperator() {
        Map<String, Object> claims = with(clerkBase(), "email", "OPS@acme.test");

        assertDenied("SERAI-AUTH-010", bearer(claims));
        assertDenied("SERAI-AUTH-010", bearer(with(claims, "email_verified", "true")));
        Caller caller = granted(bearer(with(claims, "email_verified", true)));
        assertThat(caller.org()).isNull();
        assertThat(caller.roles()).containsExactly(Role.OPERATOR);
    }

    @Test
    void anUnsignedTokenIsRefused() throws ParseException {
        String none = new PlainJWT(JWTClaimsSet.parse(clerkV1())).serialize();

        assertDenied("SERAI-AUTH-002", "Bearer " + none);
    }

    @Test
    void aTokenSignedWithThePublicKeyAsSecretIsRefused() throws JOSEException {
        byte[] publicKey = RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWSHeader hs256 =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build();

        assertDenied("SERAI-AUTH-003", bearer(hs256, new MACSigner(publicKey), clerkV1()));
        assertDenied(
                "SERAI-AUTH-003",
                bearer(hs256, new MACSigner(RSA.toRSAPublicKey().getEncoded()), clerkV1()));
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void aTokenThatBringsItsOwnKeyIsRefusedWithoutFetchingIt() {
        String attacker = "http://localhost:" + server.port() + "/attacker.json";

        assertDenied("SERAI-AUTH-003", forged(header(OTHER_RSA).jwkURL(URI.create(attacker))));
        assertDenied("SERAI-AUTH-003", forged(header(OTHER_RSA).x509CertURL(URI.create(attacker))));
        assertDenied("SERAI-AUTH-003", forged(header(OTHER_RSA).jwk(OTHER_RSA.toPublicJWK())));
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @Test
    void criticalHeadersAreRefused() {
        JWSHeader.Builder critical = header(RSA).criticalParams(Set.of("x")).customParam("x", 1);

        assertDenied("SERAI-AUTH-003", bearer(critical.build(), signer(RSA), clerkV1()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc/passwd", "http://169.254.169.254/key", "rsa-1'; drop table x;--", "\u0000"})
    void aHostileKeyIdIsJustAnUnknownKey(String keyId) {
        assertDenied("SERAI-AUTH-005", forged(header(OTHER_RSA).keyID(keyId)));
        assertThat(server.getAllServeEvents())
                .allMatch(event -> event.getRequest().getUrl().equals("/jwks.json"));
    }

    @Test
    void aTokenOfAnotherKeyUnderAKnownKeyIdIsRefused() {
        assertDenied("SERAI-AUTH-005", forged(header(OTHER_RSA).keyID("rsa-1")));
    }

    @Test
    void aTamperedPayloadIsRefused() {
        String[] genuine = bearer(clerkV1()).split("\\.", -1);
        String[] other = bearer(with(clerkV1(), "org_id", "org_victim")).split("\\.", -1);

        assertDenied("SERAI-AUTH-005", genuine[0] + "." + other[1] + "." + genuine[2]);
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -31, SERAI-AUTH-007",
        "nbf, 31, SERAI-AUTH-007",
        "iat, 31, SERAI-AUTH-007",
    })
    void aTokenOutsideItsTimeIsRefused(String claim, int seconds, String code) {
        assertDenied(
                code, bearer(with(clerkV1(), claim, NOW.plusSeconds(seconds).getEpochSecond())));
    }

    @ParameterizedTest
    @CsvSource({"exp, -29", "nbf, 29", "iat, 29"})
    void clocksMayDisagreeALittle(String claim, int seconds) {
        granted(bearer(with(clerkV1(), claim, NOW.plusSeconds(seconds).getEpochSecond())));
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://clerk.acme.test/, SERAI-AUTH-004",
        "iss, https://clerk.acme.test.evil.test, SERAI-AUTH-004",
        "iss, serai-development, SERAI-AUTH-016",
        "azp, https://evil.test, SERAI-AUTH-008",
        "sts, pending, SERAI-AUTH-009",
        "org_id, ../etc, SERAI-AUTH-012",
        "exp, soon, SERAI-AUTH-002",
        "sub, a b, SERAI-AUTH-012",
    })
    void aWrongClaimIsRefused(String claim, String value, String code) {
        assertDenied(code, withRawClaim(claim, value));
    }

    @ParameterizedTest
    @CsvSource({
        "iss, SERAI-AUTH-004",
        "exp, SERAI-AUTH-007",
        "azp, SERAI-AUTH-008",
        "org_id, SERAI-AUTH-010",
        "sub, SERAI-AUTH-012",
    })
    void aMissingClaimIsRefused(String claim, String code) {
        Map<String, Object> claims = clerkV1();
        claims.remove(claim);

        assertDenied(code, bearer(claims));
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertDenied("SERAI-AUTH-008", bearer(with(deploymentUser(), "aud", "billing")));
        assertDenied("SERAI-AUTH-008", bearer(EC, with(supabaseUser(), "aud", "anon")));
    }

    @Test
    void aTokenThatNamesTwoOrgsIsRefused() {
        assertDenied("SERAI-AUTH-012", bearer(with(clerkV1(), "o", Map.of("id", "org_victim"))));
    }

    @Test
    void oneIssuersAlgorithmDoesNotServeAnother() {
        assertDenied("SERAI-AUTH-003", bearer(EC, clerkV1()));
    }

    @Test
    void aHubTokenWithoutAKnownRoleOrScopeIsRefused() {
        assertDenied("SERAI-AUTH-011", bearer(with(deploymentUser(), "roles", "king")));
        assertDenied("SERAI-AUTH-011", bearer(with(deploymentUser(), "scope", "")));
    }

    @Test
    void aRevokedSessionIsRefused() {
        end(DenialStore.Kind.SESSION, "sess_1");

        assertDenied("SERAI-AUTH-009", bearer(clerkV1()));
    }

    @Test
    void aDeletedUserAndADeletedOrgAreRefusedToCustomersOnly() {
        end(DenialStore.Kind.USER, String.valueOf(deploymentUser().get("sub")));
        end(DenialStore.Kind.ORG, String.valueOf(deploymentUser().get("org_id")));
        assertThat(authenticator.authenticate(bearer(deploymentUser()))).isInstanceOf(Outcome.Granted.class);
        end(DenialStore.Kind.ORG, "org_1");
        assertDenied("SERAI-AUTH-019", bearer(clerkV1()));
    }

    @Test
    void aTokenOfADeletedUserIsRefused() {
        end(DenialStore.Kind.USER, String.valueOf(clerkV1().get("sub")));

        assertDenied("SERAI-AUTH-018", bearer(clerkV1()));
    }

    private void end(DenialStore.Kind kind, String subject) {
        ended.add(new DenialStore.Denial(kind, subject, NOW.plusSeconds(60)));
        denials.refresh();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer a b", "Bearer a, Bearer b", "Bearer \u00e9", "token"})
    void aHeaderWithoutABearerTokenIsRefused(@Nullable String header) {
        assertDenied("SERAI-AUTH-001", header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "Bearer a.b", "Bearer ..", "Bearer e30.e30.e30", "bearer serai_abc_def"})
    void aTokenThatIsNoneIsRefused(String header) {
        assertThat(denied(header).code()).isIn("SERAI-AUTH-002", "SERAI-AUTH-017");
    }

    @Test
    void anOversizedTokenIsRefusedBeforeItIsRead() {
        Outcome.Denied denied = denied(bearer(with(clerkV1(), "padding", "x".repeat(8192))));

        assertThat(denied.code()).isEqualTo("SERAI-AUTH-002");
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void deepNestingIsRefusedWithoutOverflowingTheStack() {
        String nested = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
        String payload = Base64URL.encode(nested).toString();

        assertThat(denied("Bearer eyJhbGciOiJSUzI1NiJ9." + payload + ".c2ln").code())
                .isIn("SERAI-AUTH-002", "SERAI-AUTH-004");
    }

    private static IssuerDouble start(WireMockServer server) {
        server.start();
        return new IssuerDouble(server);
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        claims.put(name, value);
        return claims;
    }

    /** Signs the claim as it is, even when its type is wrong. */
    private static String withRawClaim(String claim, String value) {
        try {
            Map<String, Object> claims = with(clerkV1(), claim, value);
            JWSObject token = new JWSObject(header(RSA).build(), new Payload(claims));
            token.sign(signer(RSA));
            return "Bearer " + token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String forged(JWSHeader.Builder header) {
        return bearer(header.build(), signer(OTHER_RSA), clerkV1());
    }

    private Caller granted(String header) {
        Outcome outcome = authenticator.authenticate(header);
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        return ((Outcome.Granted) outcome).caller();
    }

    private Outcome.Denied denied(@Nullable String header) {
        Outcome outcome = authenticator.authenticate(header);
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        return (Outcome.Denied) outcome;
    }

    /** No refusal repeats the token or any part of it. */
    private void assertDenied(String code, @Nullable String header) {
        Outcome.Denied denied = denied(header);
        assertThat(denied.code()).as(denied.reason()).isEqualTo(code);
        assertThat(denied.temporary()).isFalse();
        if (header != null && header.length() > 100) {
            assertThat(denied.reason()).doesNotContain(header.substring(20, 60)).doesNotContain("org_1");
        }
    }
}
