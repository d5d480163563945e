package dev.serai.access;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a service key.
 *
 * @param org the only organization it works for
 * @param name 1 to 100 printable characters that tell people what it is for
 * @param scopes a non-empty part of {@link Scopes#ALL}
 * @param ttl how long it works; null means until revoked
 * @param createdBy who made it
 */
public record NewServiceKey(
        String org,
        String name,
        Set<String> scopes,
        @Nullable Duration ttl,
        String createdBy) {

    /** Refuses what is not allowed with a sentence for the person who asked. */
    public NewServiceKey {
        scopes = Set.copyOf(scopes);
        require(OrgId.isValid(org), "org \"" + org + "\" must be " + OrgId.EXPECTED);
        require(name.matches("[^\\p{Cntrl}]{1,100}") && !name.isBlank(), "name must be 1 to 100 printable characters");
        require(
                !scopes.isEmpty() && Scopes.ALL.containsAll(scopes),
                "scopes " + new TreeSet<>(scopes) + " must be a non-empty part of " + Scopes.ALL);
        require(ttl == null || ttl.isPositive(), "ttl must be longer than nothing");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
