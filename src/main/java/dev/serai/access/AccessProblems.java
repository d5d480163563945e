package dev.serai.access;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds every mistake in the access settings, so that an operator repairs them in one go. */
final class AccessProblems {
    /** What the JDK verifies without further libraries; symmetric ones would turn a public key into a secret. */
    private static final Set<String> ALGORITHMS =
            new TreeSet<>(Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"));

    /** Claims that users of the products can write themselves. */
    private static final Set<String> USER_WRITTEN = Set.of("user_metadata", "unsafe_metadata", "raw_user_meta_data");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> problems = new ArrayList<>();

    private AccessProblems() {}

    static List<String> of(AccessProperties properties) {
        AccessProblems found = new AccessProblems();
        found.jwks(properties.jwks());
        found.duplicates(properties.activeIssuers());
        properties.activeIssuers().forEach(found::issuer);
        return List.copyOf(found.problems);
    }

    static boolean isLoopback(URI url) {
        return url.getHost() != null && LOOPBACK.contains(url.getHost());
    }

    private void jwks(AccessProperties.Jwks jwks) {
        boolean positive = Stream.of(jwks.cache(), jwks.outage(), jwks.pause(), jwks.timeout())
                .allMatch(Duration::isPositive);
        if (!positive
                || jwks.pause().compareTo(jwks.cache()) >= 0
                || jwks.outage().compareTo(jwks.cache()) <= 0) {
            problems.add("serai.access.jwks must have pause " + jwks.pause() + " < cache " + jwks.cache() + " < outage "
                    + jwks.outage() + " and a timeout " + jwks.timeout() + ", all longer than nothing");
        }
    }

    private void duplicates(List<IssuerSettings> issuers) {
        Set<String> seen = new HashSet<>(Set.of(DevelopmentKeys.ISSUER));
        issuers.stream()
                .map(IssuerSettings::issuer)
                .filter(issuer -> !seen.add(issuer))
                .forEach(issuer -> problems.add(
                        "serai.access.issuers: issuer \"" + issuer + "\" is taken; each needs its own iss"));
    }

    private void issuer(IssuerSettings issuer) {
        algorithms(issuer);
        jwksUrl(issuer);
        claims(issuer);
        if (issuer.kind() == IssuerSettings.Kind.CUSTOMER) {
            customer(issuer);
        }
    }

    private void algorithms(IssuerSettings issuer) {
        if (issuer.algorithms().isEmpty() || !ALGORITHMS.containsAll(issuer.algorithms())) {
            add(issuer, "algorithms", issuer.algorithms() + " must be a non-empty part of " + ALGORITHMS);
        }
    }

    private void jwksUrl(IssuerSettings issuer) {
        if (!isFetchable(issuer.jwksUrl())) {
            add(issuer, "jwks-url", "\"" + issuer.jwksUrl() + "\" must be an https URL (http only on loopback)");
        }
    }

    private static boolean isFetchable(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null
                    && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(url)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void claims(IssuerSettings issuer) {
        Stream.of(issuer.orgClaims(), issuer.roleClaims(), List.of(issuer.scopesClaim()))
                .flatMap(List::stream)
                .filter(path -> USER_WRITTEN.contains(path.split("\\.", 2)[0]))
                .forEach(path ->
                        add(issuer, "claims", "\"" + path + "\" can be written by the user; use another claim"));
    }

    private void customer(IssuerSettings issuer) {
        if (issuer.orgClaims().isEmpty()) {
            add(issuer, "org-claims", "is empty; a customer's token must name its organization");
        }
        issuer.roleMapping().forEach((from, to) -> {
            if (to.isHubRole()) {
                add(
                        issuer,
                        "role-mapping",
                        "\"" + from + "\" maps to " + to.text() + "; customers get member or org_admin");
            }
        });
    }

    private void add(IssuerSettings issuer, String setting, String problem) {
        problems.add("serai.access.issuers[" + issuer.name() + "]." + setting + " " + problem);
    }
}
