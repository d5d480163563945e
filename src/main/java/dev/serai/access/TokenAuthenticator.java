package dev.serai.access;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Authenticates JSON web tokens: reads the token, refuses dangerous headers, lets the issuer that iss names judge it. */
final class TokenAuthenticator {
    static final int LONGEST_TOKEN = 8 * 1024;

    private static final int LONGEST_KEY_ID = 256;

    private final Map<String, TrustedIssuer> issuers;
    private final boolean production;

    TokenAuthenticator(List<TrustedIssuer> issuers, boolean production) {
        this.issuers =
                issuers.stream().collect(Collectors.toUnmodifiableMap(TrustedIssuer::issuer, Function.identity()));
        this.production = production;
    }

    Caller authenticate(String text) throws RefusedException {
        SignedJWT token = read(text);
        refuseDangerous(token.getHeader());
        return issuer(token).verify(token);
    }

    /** A token with alg none or an encrypted one is no signed token: reading it as one fails. */
    private static SignedJWT read(String text) throws RefusedException {
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw Refusal.MALFORMED.because("the bearer token is neither a signed JSON web token nor a service key");
        }
    }

    /** Keys come from the configured issuer only, so a token that brings or points to its own is an attack. */
    private static void refuseDangerous(JWSHeader header) throws RefusedException {
        boolean ownKey = Stream.of(
                        header.getJWKURL(), header.getX509CertURL(), header.getJWK(), header.getX509CertChain())
                .anyMatch(Objects::nonNull);
        if (ownKey) {
            throw Refusal.HEADER_REFUSED.because("the token's header brings its own key (jku, x5u, jwk or x5c)");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw Refusal.HEADER_REFUSED.because("the token's header has crit or b64, which are not accepted");
        }
        if (header.getKeyID() != null && header.getKeyID().length() > LONGEST_KEY_ID) {
            throw Refusal.HEADER_REFUSED.because("the token's kid is longer than " + LONGEST_KEY_ID + " characters");
        }
    }

    private TrustedIssuer issuer(SignedJWT token) throws RefusedException {
        String name = issuerName(token);
        TrustedIssuer issuer = issuers.get(name);
        if (issuer == null && production && name.equals(DevelopmentKeys.ISSUER)) {
            throw Refusal.DEVELOPMENT_REFUSED.because("development tokens are refused in the production profile");
        }
        if (issuer == null) {
            throw Refusal.UNKNOWN_ISSUER.because("the token's iss " + Refusal.quote(name) + " is not a trusted issuer");
        }
        return issuer;
    }

    private static String issuerName(SignedJWT token) throws RefusedException {
        try {
            String name = token.getJWTClaimsSet().getIssuer();
            return name == null ? "" : name;
        } catch (ParseException e) {
            throw Refusal.MALFORMED.because("the token's payload is not a JSON object with well-formed claims");
        }
    }
}
