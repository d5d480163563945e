package dev.serai.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the bearer credentials out of the header and hands them to who can judge them. */
final class BearerAuthenticator implements Authenticator {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/=-]+) *");

    private final TokenAuthenticator tokens;
    private final @Nullable ServiceKeys serviceKeys;

    /** Without service keys, null, there is no database to keep them in. */
    BearerAuthenticator(TokenAuthenticator tokens, @Nullable ServiceKeys serviceKeys) {
        this.tokens = tokens;
        this.serviceKeys = serviceKeys;
    }

    @Override
    public Outcome authenticate(@Nullable String authorizationHeader) {
        try {
            return new Outcome.Granted(judge(credentials(authorizationHeader)));
        } catch (RefusedException e) {
            return e.denied();
        }
    }

    private static String credentials(@Nullable String header) throws RefusedException {
        if (header == null || header.isBlank()) {
            throw Refusal.NO_CREDENTIALS.because("no Authorization header; send \"Authorization: Bearer <token>\"");
        }
        if (header.length() > TokenAuthenticator.LONGEST_TOKEN + "Bearer ".length()) {
            throw Refusal.MALFORMED.because("the Authorization header has " + header.length() + " characters; at most "
                    + TokenAuthenticator.LONGEST_TOKEN + " are accepted");
        }
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw Refusal.NO_CREDENTIALS.because("the Authorization header is not \"Bearer <token>\" with one token");
        }
        return bearer.group(1);
    }

    private Caller judge(String credentials) throws RefusedException {
        if (!credentials.startsWith(ServiceKeyToken.PREFIX)) {
            return tokens.authenticate(credentials);
        }
        if (serviceKeys == null) {
            throw Refusal.SERVICE_KEYS_UNAVAILABLE.because("this hub has no database of service keys");
        }
        return serviceKeys.authenticate(credentials);
    }
}
