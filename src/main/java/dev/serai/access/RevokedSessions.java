package dev.serai.access;

/** Sessions that ended before their tokens expired, as issuers' webhooks report them. */
public interface RevokedSessions {

    /** Whether tokens of this session ({@code sid} claim) must be refused. Called on every request: must be fast. */
    boolean isRevoked(String sessionId);
}
