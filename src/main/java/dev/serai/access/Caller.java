package dev.serai.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated caller.
 *
 * @param org the organization whose data the caller may touch; null only for hub callers without one
 * @param user the subject of the token, or {@code key:<id>} for a service key
 * @param roles what the caller may do; ask with {@link #has(Role)}, which knows that an org admin is also a member
 * @param scopes the scopes of a service key or of an issuer with a scopes claim; ask with {@link #may(String)}
 * @param issuer the configured name of the issuer, {@code serai-development} or {@code service-key}
 * @param keyId the service key's id, or the id of the key that signed the token; null when the token names none
 */
public record Caller(
        @Nullable String org,
        String user,
        Set<Role> roles,
        Set<String> scopes,
        String issuer,
        @Nullable String keyId) {

    public Caller {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** Whether one of the roles is, or includes, the wanted one. */
    public boolean has(Role wanted) {
        return roles.stream().anyMatch(role -> role.includes(wanted));
    }

    /** Whether any role reaches across organizations. */
    public boolean isHubCaller() {
        return roles.stream().anyMatch(Role::isHubRole);
    }

    /** Whether the scopes allow this; people's tokens carry no scopes and are held back by their roles only. */
    public boolean may(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }
}
