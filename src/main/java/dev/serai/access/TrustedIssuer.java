package dev.serai.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the tokens of one issuer: signature by one of its own keys and pinned algorithms, then the claims. */
final class TrustedIssuer {
    private static final Logger log = LoggerFactory.getLogger(TrustedIssuer.class);

    private final IssuerSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final ClaimsCheck check;
    private final Denials denials;
    private final CallerReader reader;

    TrustedIssuer(
            IssuerSettings settings,
            JWKSource<SecurityContext> keys,
            ClaimsCheck check,
            Denials denials,
            CallerReader reader) {
        this.settings = settings;
        this.check = check;
        this.denials = denials;
        this.reader = reader;
        Set<JWSAlgorithm> pinned =
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(pinned, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // The claims are checked afterwards, by checks that can say precisely what is wrong.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    String issuer() {
        return settings.issuer();
    }

    Caller verify(SignedJWT token) throws RefusedException {
        requirePinned(token.getHeader().getAlgorithm());
        JWTClaimsSet claims = verifySignature(token);
        check.check(claims);
        Caller caller = reader.read(Claims.of(claims), token.getHeader().getKeyID());
        requireNotDenied(caller);
        return caller;
    }

    /** The hub's own people are not the customers' issuer's to end. */
    private void requireNotDenied(Caller caller) throws RefusedException {
        if (settings.kind() != IssuerSettings.Kind.CUSTOMER) {
            return;
        }
        if (denials.has(DenialStore.Kind.USER, caller.user())) {
            throw Refusal.USER_DELETED.because("the token's user was deleted");
        }
        if (caller.org() != null && denials.has(DenialStore.Kind.ORG, caller.org())) {
            throw Refusal.ORG_DISABLED.because("the token's organization was deleted; choose another one");
        }
    }

    private void requirePinned(JWSAlgorithm algorithm) throws RefusedException {
        if (!settings.algorithms().contains(algorithm.getName())) {
            throw Refusal.HEADER_REFUSED.because("the token's alg " + Refusal.quote(algorithm.getName())
                    + " is not accepted; expected one of " + settings.algorithms());
        }
    }

    private JWTClaimsSet verifySignature(SignedJWT token) throws RefusedException {
        try {
            return processor.process(token, null);
        } catch (KeySourceException e) {
            log.atWarn()
                    .addKeyValue("issuer", settings.name())
                    .addKeyValue("cause", e.getMessage())
                    .log("Keys of the issuer are unavailable");
            throw Refusal.KEYS_UNAVAILABLE.because(
                    "the keys of issuer " + settings.name() + " cannot be fetched now; try again in some seconds");
        } catch (BadJOSEException | JOSEException e) {
            throw Refusal.BAD_SIGNATURE.because(
                    "the token is not signed by a current key of issuer " + settings.name() + "; get a fresh one");
        }
    }
}
