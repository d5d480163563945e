package dev.serai.access;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a service key may be limited to. */
public final class Scopes {
    public static final String DOCUMENTS_READ = "documents:read";
    public static final String DOCUMENTS_WRITE = "documents:write";
    public static final String SEARCH = "search";

    /** Webhook endpoints of the org; their operations want the role of an org admin too, so {@link #ADMIN_ORG}. */
    public static final String WEBHOOKS = "webhooks";

    /** Members, departments and check-in sessions of the org; to change departments, {@link #ADMIN_ORG} too. */
    public static final String CHECKINS = "checkins";

    /** Raises alerts of the hub's operators; for monitors, not for people. */
    public static final String ALERTS = "alerts";

    /** Makes the key's caller an {@link Role#ORG_ADMIN}; implies none of the other scopes. */
    public static final String ADMIN_ORG = "admin:org";

    /** Every scope there is. */
    public static final Set<String> ALL =
            ordered(DOCUMENTS_READ, DOCUMENTS_WRITE, SEARCH, WEBHOOKS, ALERTS, CHECKINS, ADMIN_ORG);

    /** What a key gets when nobody says otherwise: everything but administration. */
    public static final Set<String> USUAL = ordered(DOCUMENTS_READ, DOCUMENTS_WRITE, SEARCH);

    private Scopes() {}

    /** In reading order, for messages. */
    private static Set<String> ordered(String... scopes) {
        Set<String> ordered = new LinkedHashSet<>(List.of(scopes));
        return Collections.unmodifiableSet(ordered);
    }
}
