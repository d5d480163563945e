package dev.serai.access;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Plays the issuers: signs tokens and serves the public keys over HTTP. */
final class IssuerDouble {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final RSAKey RSA = rsa("rsa-1");
    static final RSAKey OTHER_RSA = rsa("rsa-2");
    static final ECKey EC = ec("ec-1");

    private static final String PATH = "/jwks.json";

    private final WireMockServer server;

    IssuerDouble(WireMockServer server) {
        this.server = server;
        serve(RSA, EC);
    }

    String jwksUrl() {
        return "http://localhost:" + server.port() + PATH;
    }

    void serve(JWK... keys) {
        server.stubFor(get(PATH).willReturn(aResponse().withBody(new JWKSet(List.of(keys)).toString(true))));
    }

    void answer(int status, String body) {
        server.stubFor(get(PATH).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    int fetches() {
        return server.countRequestsMatching(getRequestedFor(urlEqualTo(PATH)).build())
                .getCount();
    }

    static String bearer(Map<String, Object> claims) {
        return bearer(RSA, claims);
    }

    static String bearer(JWK key, Map<String, Object> claims) {
        return bearer(header(key).build(), signer(key), claims);
    }

    static String bearer(JWSHeader header, JWSSigner signer, Map<String, Object> claims) {
        try {
            SignedJWT token = new SignedJWT(header, JWTClaimsSet.parse(claims));
            token.sign(signer);
            return "Bearer " + token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWSHeader.Builder header(JWK key) {
        JWSAlgorithm algorithm = key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
    }

    static JWSSigner signer(JWK key) {
        try {
            return key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
