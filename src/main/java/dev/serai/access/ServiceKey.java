package dev.serai.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a service key; everything but its secret.
 *
 * @param expiresAt null when it never expires
 * @param revokedAt null while it is not revoked
 * @param lastUsedAt to the minute; null while it was never used
 */
public record ServiceKey(
        String id,
        String org,
        String name,
        Set<String> scopes,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    public ServiceKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key works at a time. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? State.EXPIRED : State.ACTIVE;
    }
}
