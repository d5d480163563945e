package dev.serai.access;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a development token shall say.
 *
 * @param org null only for hub roles
 * @param role a hub role given with an organization also acts as that organization's admin
 * @param user the token's subject
 * @param ttl how long the token is valid
 */
public record DevelopmentGrant(@Nullable String org, Role role, String user, Duration ttl) {

    List<String> roleNames() {
        return role.isHubRole() && org != null ? List.of(role.text(), Role.ORG_ADMIN.text()) : List.of(role.text());
    }
}
