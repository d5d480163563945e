package dev.serai.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers revoked sessions of this process until the tokens of such a session must have expired by themselves. */
public final class RevokedSessionsInMemory implements RevokedSessions {
    private final Map<String, Instant> forgetAt = new ConcurrentHashMap<>();
    private final Clock clock;

    public RevokedSessionsInMemory(Clock clock) {
        this.clock = clock;
    }

    /**
     * Refuses the session's tokens from now on.
     *
     * @param tokenLifetime the longest lifetime of a token of this session; remembering longer is useless
     */
    public void revoke(String sessionId, Duration tokenLifetime) {
        Instant now = clock.instant();
        forgetAt.values().removeIf(now::isAfter);
        forgetAt.merge(sessionId, now.plus(tokenLifetime), (old, fresh) -> old.isAfter(fresh) ? old : fresh);
    }

    @Override
    public boolean isRevoked(String sessionId) {
        Instant until = forgetAt.get(sessionId);
        return until != null && !clock.instant().isAfter(until);
    }
}
