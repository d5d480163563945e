package dev.serai.http;

import dev.serai.access.Caller;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token alone says whose data a request is about. A request that names another org beside it is a mistake or an
 * attempt, so it is refused and remembered instead of being answered for an org that its sender did not mean.
 */
public final class OwnOrg {
    private static final Set<String> NAMES = Set.of(
            "org", "orgid", "organization", "organizationid", "organisation", "organisationid", "tenant", "tenantid");
    private static final Pattern NOISE = Pattern.compile("^x[-_]|[-_.]");
    private static final int LONGEST_SHOWN = 80;

    private final @Nullable String org;
    private final boolean anyOrg;
    private final List<Finding> foreign = new ArrayList<>();

    private OwnOrg(@Nullable String org, boolean anyOrg) {
        this.org = org;
        this.anyOrg = anyOrg;
    }

    /** Callers with a hub role work across orgs, callers of open operations on none: they may name what they like. */
    public static OwnOrg of(@Nullable Caller caller) {
        return caller == null || caller.isHubCaller() ? new OwnOrg(null, true) : new OwnOrg(caller.org(), false);
    }

    /** Notes a field of the request when it names an org that is not the caller's. */
    public OwnOrg look(String place, String name, @Nullable String value) {
        if (!anyOrg && value != null && !value.equals(org) && isOrg(name)) {
            foreign.add(new Finding(place + "/" + shortened(name), "names the org " + shortened(value)));
        }
        return this;
    }

    /** Refuses the request when any field named another org. */
    public void require() {
        if (!foreign.isEmpty()) {
            throw Refusal.of(
                    Reason.ORG_FOREIGN,
                    "The request names another org than its token",
                    "Leave the org out: the token decides; or use a token of that org",
                    foreign);
        }
    }

    private static boolean isOrg(String name) {
        return NAMES.contains(NOISE.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""));
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
    }
}
