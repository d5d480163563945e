package dev.serai.access;

import org.jspecify.annotations.Nullable;

/** Says who sends a request, judging by its {@code Authorization} header only. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Never throws for bad credentials, whatever their bytes; may block for up to some seconds when an issuer's keys
     * have to be fetched.
     *
     * @param authorizationHeader the header's value, null when the request has none
     */
    Outcome authenticate(@Nullable String authorizationHeader);
}
