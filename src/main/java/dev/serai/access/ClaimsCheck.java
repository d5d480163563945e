package dev.serai.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a correctly signed token is meant for now, for this hub and for a session that still runs. */
final class ClaimsCheck {
    private final IssuerSettings settings;
    private final Denials denials;
    private final Clock clock;

    ClaimsCheck(IssuerSettings settings, Denials denials, Clock clock) {
        this.settings = settings;
        this.denials = denials;
        this.clock = clock;
    }

    void check(JWTClaimsSet claims) throws RefusedException {
        expiry(claims.getExpirationTime());
        notAhead("nbf", claims.getNotBeforeTime());
        notAhead("iat", claims.getIssueTime());
        audience(claims);
        authorizedParty(claims.getClaim("azp"));
        session(claims);
    }

    private void expiry(@Nullable Date exp) throws RefusedException {
        if (exp == null) {
            throw Refusal.OUT_OF_TIME.because("the token has no exp claim; tokens must expire");
        }
        Instant now = clock.instant();
        if (!exp.toInstant().plus(settings.clockSkew()).isAfter(now)) {
            long seconds = Duration.between(exp.toInstant(), now).toSeconds();
            throw Refusal.OUT_OF_TIME.because("the token expired " + seconds + " s ago; get a fresh one");
        }
    }

    private void notAhead(String claim, @Nullable Date time) throws RefusedException {
        if (time != null && time.toInstant().isAfter(clock.instant().plus(settings.clockSkew()))) {
            long seconds = Duration.between(clock.instant(), time.toInstant()).toSeconds();
            throw Refusal.OUT_OF_TIME.because("the token's " + claim + " is " + seconds + " s in the future, at most "
                    + settings.clockSkew().toSeconds() + " s are tolerated; check the issuer's clock");
        }
    }

    private void audience(JWTClaimsSet claims) throws RefusedException {
        if (!settings.audience().isEmpty() && Collections.disjoint(settings.audience(), claims.getAudience())) {
            throw Refusal.OTHER_AUDIENCE.because("the token's aud is not one of " + settings.audience());
        }
    }

    /** Stricter than the issuers' own libraries: with an allow-list, a token without azp is refused too. */
    private void authorizedParty(@Nullable Object azp) throws RefusedException {
        if (!settings.authorizedParties().isEmpty()
                && !(azp instanceof String party && settings.authorizedParties().contains(party))) {
            throw Refusal.OTHER_AUDIENCE.because("the token's azp is not in the list of authorized parties");
        }
    }

    private void session(JWTClaimsSet claims) throws RefusedException {
        for (String name : List.of("sid", "session_id")) {
            if (claims.getClaim(name) instanceof String id && denials.has(DenialStore.Kind.SESSION, id)) {
                throw Refusal.SESSION_ENDED.because("the token's session was revoked; sign in again");
            }
        }
        if ("pending".equals(claims.getClaim("sts"))) {
            throw Refusal.SESSION_ENDED.because("the token's session is pending; finish signing in");
        }
    }
}
