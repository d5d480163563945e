package dev.serai.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a caller may do. {@link #MEMBER} and {@link #ORG_ADMIN} act inside the caller's own organization; the others are
 * hub grants and the only ones that reach across organizations.
 */
public enum Role {
    MEMBER,
    ORG_ADMIN,
    VIEWER,
    OPERATOR,
    ADMIN;

    /** True for the roles that are granted by the hub's own people, never by a customer's token. */
    public boolean isHubRole() {
        return compareTo(VIEWER) >= 0;
    }

    /** An org admin may do what a member may; an admin what an operator may; an operator what a viewer may. */
    public boolean includes(Role other) {
        return isHubRole() == other.isHubRole() && compareTo(other) >= 0;
    }

    /** The spelling in tokens, on the command line and in the contract, for example {@code org_admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of exactly that {@linkplain #text() spelling}; empty for anything else. */
    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
