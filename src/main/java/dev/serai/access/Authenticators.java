package dev.serai.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts an authenticator together from its parts. */
public final class Authenticators {
    private Authenticators() {}

    /**
     * The hub's authenticator.
     *
     * @param development null in production, where development tokens are refused
     * @param serviceKeys null without a database to keep them in
     * @throws IllegalStateException naming every mistake in the settings
     */
    public static Authenticator create(
            AccessProperties properties,
            @Nullable DevelopmentKeys development,
            Denials denials,
            @Nullable ServiceKeys serviceKeys,
            Clock clock) {
        requireNoProblems(properties);
        List<TrustedIssuer> issuers = new ArrayList<>();
        for (IssuerSettings settings : properties.activeIssuers()) {
            JWKSource<SecurityContext> keys = IssuerKeys.at(settings.jwksUrl(), properties.jwks());
            issuers.add(issuer(settings, keys, properties, denials, clock));
        }
        if (development != null) {
            IssuerSettings settings = DevelopmentKeys.settings();
            issuers.add(issuer(settings, development.publicKeys(), properties, denials, clock));
        }
        return new BearerAuthenticator(new TokenAuthenticator(issuers, development == null), serviceKeys);
    }

    private static TrustedIssuer issuer(
            IssuerSettings settings,
            JWKSource<SecurityContext> keys,
            AccessProperties properties,
            Denials denials,
            Clock clock) {
        ClaimsCheck check = new ClaimsCheck(settings, denials, clock);
        return new TrustedIssuer(
                settings, keys, check, denials, new CallerReader(settings, properties.operatorEmails()));
    }

    private static void requireNoProblems(AccessProperties properties) {
        List<String> problems = properties.problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "SERAI-AUTH-020 The access settings cannot be used:\n- " + String.join("\n- ", problems));
        }
    }
}
