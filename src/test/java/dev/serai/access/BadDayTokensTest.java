package dev.serai.access;

import static dev.serai.access.AccessSamples.clerkBase;
import static dev.serai.access.AccessSamples.supabaseUser;
import static dev.serai.access.IssuerDouble.EC;
import static dev.serai.access.IssuerDouble.OTHER_RSA;
import static dev.serai.access.IssuerDouble.RSA;
import static dev.serai.access.IssuerDouble.bearer;
import static dev.serai.access.IssuerDouble.header;
import static dev.serai.access.IssuerDouble.signer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days 23 to 26, at the hub's door: tokens that are forged, stale or somebody else's, and issuers that are away. */
@OwnServers
class BadDayTokensTest {
    private static final String DOCUMENTS = "/api/documents";

    private static WireMockServer server;
    private static IssuerDouble issuer;
    private static TestHub hub;

    private final String org = "org_" + UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        issuer = new IssuerDouble(server);
        hub = TestHub.own(Map.of(
                "CLERK_ISSUER",
                AccessSamples.CLERK,
                "CLERK_JWKS_URL",
                issuer.jwksUrl(),
                "CLERK_AUTHORIZED_PARTIES",
                "https://app.acme.test",
                "serai.access.jwks.pause",
                "200ms"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        server.stop();
    }

    @BeforeEach
    void theIssuerIsWell() {
        server.resetAll();
        issuer.serve(RSA, EC);
        assertThat(status(bearer(claims()))).isEqualTo(200);
        server.resetRequests();
    }

    @Test
    void badDay23_anUnsignedTokenIs401() throws ParseException {
        assertRefused("Bearer " + new PlainJWT(JWTClaimsSet.parse(claims())).serialize());
    }

    @Test
    void badDay23_aTokenSignedWithThePublicKeyAsSecretIs401() throws JOSEException {
        JWSHeader hs256 =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build();

        assertRefused(bearer(hs256, new MACSigner(RSA.toRSAPublicKey().getEncoded()), claims()));
        assertRefused(bearer(
                hs256, new MACSigner(RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)), claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc/passwd", "rsa-1'; drop table x;--", "file:///dev/null", "\u0000"})
    void badDay23_aHostileKeyIdIs401(String keyId) {
        assertRefused(bearer(header(OTHER_RSA).keyID(keyId).build(), signer(OTHER_RSA), claims()));
        assertOnlyTheIssuerWasAsked();
    }

    @Test
    void badDay23_aTokenThatBringsItsOwnKeyIs401AndTheKeyIsNotFetched() {
        URI attacker = URI.create("http://localhost:" + server.port() + "/attacker.json");

        assertRefused(forged(header(OTHER_RSA).jwkURL(attacker)));
        assertRefused(forged(header(OTHER_RSA).x509CertURL(attacker)));
        assertRefused(forged(header(OTHER_RSA).jwk(OTHER_RSA.toPublicJWK())));
        assertRefused(forged(header(OTHER_RSA).keyID(attacker.toString())));
        assertRefused(forged(header(OTHER_RSA).keyID("rsa-1")));
        assertOnlyTheIssuerWasAsked();
    }

    @ParameterizedTest
    @CsvSource({"exp, -31", "nbf, 40", "iat, 40"})
    void badDay24_aTokenOutsideItsTimeIs401(String claim, int seconds) {
        assertRefused(bearer(with(claim, Instant.now().plusSeconds(seconds).getEpochSecond())));
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://clerk.acme.test.evil.test",
        "iss, serai-development",
        "azp, https://evil.test",
        "sts, pending",
        "org_id, ../etc",
    })
    void badDay24_aWrongIssuerOrPartyIs401(String claim, String value) {
        assertRefused(bearer(with(claim, value)));
    }

    @Test
    void badDay24_aTokenOfAnotherAudienceOrIssuersKeyIs401() {
        assertRefused(bearer(EC, claims()));
        assertRefused(bearer(EC, now(supabaseUser())));
    }

    @Test
    void badDay24_aRevokedSessionIs401() {
        String session = "sess_" + UUID.randomUUID();
        String token = bearer(with("sid", session));
        assertThat(status(token)).isEqualTo(200);

        hub.system().update("insert into access_denials values ('session', ?, now() + interval '1 minute')", session);

        Awaitility.await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertRefused(token));
    }

    @Test
    void badDay24_anotherOrgsDocumentIsAnsweredLikeNone() {
        Api mine = api(claims());
        String id = mine.ready("secret.txt", "Words of one org only.");
        Map<String, Object> theirs = claims();
        theirs.put("org_id", "org_thief");
        Api thief = api(theirs);

        for (String path : List.of("", "/content", "/text", "/chunks")) {
            String none = UUID.randomUUID().toString();
            Api.Reply there = thief.get(DOCUMENTS + "/" + id + path);
            Api.Reply nowhere = thief.get(DOCUMENTS + "/" + none + path);
            assertSame(there, id, nowhere, none);
        }
        String none = UUID.randomUUID().toString();
        assertSame(thief.delete(DOCUMENTS + "/" + id), id, thief.delete(DOCUMENTS + "/" + none), none);
        assertThat(mine.get(DOCUMENTS + "/" + id).status()).isEqualTo(200);
    }

    /** Nothing but the ids that the caller sent tells the answers apart. */
    private static void assertSame(Api.Reply there, String id, Api.Reply nowhere, String none) {
        assertThat(there.status()).isEqualTo(404);
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(told(there, id)).isEqualTo(told(nowhere, none));
        assertThat(there.headers().keySet()).isEqualTo(nowhere.headers().keySet());
    }

    private static String told(Api.Reply reply, String id) {
        return reply.text()
                .replace(id, "ID")
                .replace(reply.json().path("requestId").asText(), "REQUEST");
    }

    @Test
    void badDay25_knownKeysWorkWhileTheIssuerIsDown() {
        issuer.answer(500, "down");

        for (int i = 0; i < 20; i++) {
            assertThat(status(bearer(claims()))).isEqualTo(200);
            assertThat(status(bearer(header(OTHER_RSA).keyID("new-" + i).build(), signer(OTHER_RSA), claims())))
                    .isIn(401, 503);
        }
    }

    @Test
    void badDay25_aNewKeyIsFetchedOnceAndAStormOfUnknownOnesIsNotPassedOn() throws JOSEException {
        RSAKey rotated =
                new RSAKeyGenerator(2048).keyID("rsa-" + UUID.randomUUID()).generate();
        issuer.serve(RSA, EC, rotated);
        Awaitility.await().until(() -> status(bearer(rotated, claims())) == 200);
        int fetches = issuer.fetches();
        assertThat(fetches).isPositive();

        for (int i = 0; i < 20; i++) {
            assertThat(status(bearer(rotated, claims()))).isEqualTo(200);
            assertThat(status(bearer(claims()))).isEqualTo(200);
        }

        assertThat(issuer.fetches()).isEqualTo(fetches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Org-Id", "orgId", "ORG-ID", "X-Tenant-ID", "Organization-Id", "tenant"})
    void badDay26_anotherOrgInAHeaderIs403AndLogged(String name) {
        Api api = api(claims());

        Api.Reply foreign =
                api.send(api.request(DOCUMENTS).header(name, "org_victim").GET().build());
        Api.Reply own = api.send(api.request(DOCUMENTS).header(name, org).GET().build());

        assertForeign(foreign, "listDocuments", "/header/");
        assertThat(own.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orgId", "org_id", "organization_id", "tenantId"})
    void badDay26_anotherOrgInTheQueryOrBodyOrFormIs403AndLogged(String name) {
        Api api = api(claims());

        assertForeign(api.get(DOCUMENTS + "?" + name + "=org_victim"), "listDocuments", "/query/" + name);
        assertForeign(
                api.post("/api/search", "{\"query\":\"a\",\"%s\":\"org_victim\"}".formatted(name)),
                "searchDocuments",
                "/body/" + name);
        assertForeign(
                api.call(
                        "POST",
                        DOCUMENTS,
                        "multipart/form-data; boundary=b",
                        ("--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\norg_victim\r\n--b\r\nContent-Disposition:"
                                        + " form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nwords\r\n--b--\r\n")
                                .formatted(name)),
                "uploadDocument",
                "/body/" + name);
        assertThat(api.get(DOCUMENTS).json().path("items")).isEmpty();
        assertThat(logged("org_victim")).isEmpty();
    }

    private void assertForeign(Api.Reply reply, String operation, String place) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        JsonNode problem = reply.json();
        assertThat(problem.path("code").asText()).isEqualTo("SERAI-HTTP-014");
        assertThat(problem.path("errors").get(0).path("at").asText()).startsWithIgnoringCase(place);
        assertThat(logged(org).getLast())
                .containsEntry("action", "org.refused")
                .containsEntry("actor", "user_1")
                .containsEntry("subject", operation);
        assertThat(logged(org).getLast().get("details").toString()).contains("org_victim");
    }

    private static List<Map<String, Object>> logged(String org) {
        return hub.system()
                .queryForList(
                        "select action, actor, subject, details::text as details from activity_log where org_id = ? order by id",
                        org);
    }

    private static void assertOnlyTheIssuerWasAsked() {
        assertThat(server.getAllServeEvents())
                .allMatch(event -> event.getRequest().getUrl().equals("/jwks.json"));
    }

    private void assertRefused(String authorization) {
        Api.Reply reply = ask(authorization);
        assertThat(reply.status()).as(reply.text()).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-010");
        assertThat(reply.text()).doesNotContain(authorization.substring(20, 60)).doesNotContain(org);
    }

    private int status(String authorization) {
        return ask(authorization).status();
    }

    private static Api.Reply ask(String authorization) {
        Api api = hub.anonymous();
        return api.send(api.request(DOCUMENTS)
                .header("Authorization", authorization)
                .GET()
                .build());
    }

    private static Api api(Map<String, Object> claims) {
        return new Api(hub.hub().address(), bearer(claims).substring("Bearer ".length()));
    }

    private String forged(JWSHeader.Builder header) {
        return bearer(header.build(), signer(OTHER_RSA), claims());
    }

    private Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = claims();
        claims.put(claim, value);
        return claims;
    }

    private Map<String, Object> claims() {
        Map<String, Object> claims = now(clerkBase());
        claims.putAll(Map.of("org_id", org, "org_role", "org:admin"));
        return claims;
    }

    /** The hub's clock is the real one. */
    private static Map<String, Object> now(Map<String, Object> claims) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> fresh = new HashMap<>(claims);
        fresh.putAll(Map.of("iat", now - 5, "nbf", now - 10, "exp", now + 600));
        return fresh;
    }
}
