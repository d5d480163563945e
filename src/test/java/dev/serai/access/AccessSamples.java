package dev.serai.access;

import static dev.serai.access.IssuerDouble.NOW;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings and claims as the real issuers have them. */
final class AccessSamples {
    static final String CLERK = "https://clerk.acme.test";
    static final String SUPABASE = "https://acme.supabase.test";
    static final String DEPLOYMENT = "https://deploy.acme.test";
    static final AccessProperties.Jwks JWKS = new AccessProperties.Jwks(
            Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofSeconds(30), Duration.ofSeconds(2));

    private AccessSamples() {}

    static AccessProperties properties(String jwksUrl, AccessProperties.Jwks jwks) {
        return new AccessProperties(
                List.of(clerk(jwksUrl), supabase(jwksUrl), deployment(jwksUrl)), Set.of(" Ops@Acme.test"), jwks);
    }

    static IssuerSettings clerk(String jwksUrl) {
        return new IssuerSettings(
                "clerk",
                CLERK,
                "",
                jwksUrl,
                List.of("RS256"),
                Set.of(),
                Set.of("https://app.acme.test"),
                IssuerSettings.Kind.CUSTOMER,
                List.of("org_id", "o.id"),
                List.of("org_role", "o.rol"),
                Map.of(),
                "",
                Duration.ofSeconds(30));
    }

    static IssuerSettings supabase(String jwksUrl) {
        return new IssuerSettings(
                "supabase",
                SUPABASE + "/",
                "/auth/v1",
                jwksUrl,
                List.of("ES256", "RS256"),
                Set.of("authenticated"),
                Set.of(),
                IssuerSettings.Kind.CUSTOMER,
                List.of("app_metadata.org_id"),
                List.of("app_metadata.role"),
                Map.of(),
                "",
                Duration.ofSeconds(30));
    }

    static IssuerSettings deployment(String jwksUrl) {
        return new IssuerSettings(
                "deployment",
                DEPLOYMENT,
                "",
                jwksUrl,
                List.of("RS256"),
                Set.of("serai"),
                Set.of(),
                IssuerSettings.Kind.HUB,
                List.of("org_id"),
                List.of("roles"),
                Map.of(),
                "scope",
                Duration.ofSeconds(30));
    }

    static Map<String, Object> clerkV1() {
        Map<String, Object> claims = clerkBase();
        claims.putAll(Map.of("org_id", "org_1", "org_role", "org:admin", "org_slug", "acme"));
        return claims;
    }

    static Map<String, Object> clerkV2() {
        Map<String, Object> claims = clerkBase();
        claims.putAll(Map.of("v", 2, "sts", "active", "o", Map.of("id", "org_1", "rol", "admin", "slg", "acme")));
        return claims;
    }

    static Map<String, Object> clerkBase() {
        Map<String, Object> claims = timed(CLERK, "user_1");
        claims.putAll(Map.of("azp", "https://app.acme.test", "sid", "sess_1", "fva", List.of(0, -1)));
        return claims;
    }

    static Map<String, Object> supabaseUser() {
        Map<String, Object> claims = timed(SUPABASE + "/auth/v1", "7f1c");
        claims.putAll(Map.of("aud", "authenticated", "role", "authenticated", "email", "kim@acme.test"));
        claims.put("app_metadata", Map.of("provider", "email", "org_id", "org_2"));
        claims.put("user_metadata", Map.of("org_id", "org_9", "email_verified", true));
        return claims;
    }

    static Map<String, Object> deploymentUser() {
        Map<String, Object> claims = timed(DEPLOYMENT, "ci");
        claims.putAll(Map.of("aud", List.of("serai", "other"), "roles", List.of("operator", "king"), "scope", "a b"));
        return claims;
    }

    private static Map<String, Object> timed(String issuer, String subject) {
        long now = NOW.getEpochSecond();
        return new HashMap<>(Map.of("iss", issuer, "sub", subject, "iat", now - 5, "nbf", now - 10, "exp", now + 60));
    }
}
