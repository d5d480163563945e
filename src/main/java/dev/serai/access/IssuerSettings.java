package dev.serai.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One issuer of tokens that the hub trusts.
 *
 * @param name short name for logs and {@link Caller#issuer()}
 * @param issuer the exact {@code iss} of its tokens; empty switches the issuer off
 * @param issuerPath appended to {@code issuer}, for issuers that live under a product's base URL
 * @param jwksUrl where its public keys are; empty means {@code <issuer>/.well-known/jwks.json}
 * @param algorithms the accepted signature algorithms, asymmetric ones only
 * @param audience one of them must be in {@code aud}; empty means not checked
 * @param authorizedParties {@code azp} must be one of them; empty means not checked
 * @param kind customer tokens only ever act inside their own organization
 * @param orgClaims paths of the organization's id, for example {@code o.id}
 * @param roleClaims paths of the role; the first one present counts
 * @param roleMapping from the token's role to the hub's; a customer's unmapped roles mean member, a hub issuer's nothing
 * @param scopesClaim path of scopes that every token must then carry; empty means none
 * @param clockSkew how far clocks may disagree
 */
public record IssuerSettings(
        String name,
        @DefaultValue("") String issuer,
        @DefaultValue("") String issuerPath,
        @DefaultValue("") String jwksUrl,
        @DefaultValue("RS256") List<String> algorithms,
        @DefaultValue Set<String> audience,
        @DefaultValue Set<String> authorizedParties,
        @DefaultValue("customer") Kind kind,
        @DefaultValue List<String> orgClaims,
        @DefaultValue List<String> roleClaims,
        @DefaultValue Map<String, Role> roleMapping,
        @DefaultValue("") String scopesClaim,
        @DefaultValue("30s") Duration clockSkew) {

    /** Whose tokens these are. */
    public enum Kind {
        /** A product's customers: member or org_admin of the token's own organization, whatever it claims. */
        CUSTOMER,
        /** The hub's own people and deployments: may carry viewer, operator and admin. */
        HUB
    }

    public IssuerSettings {
        issuer = issuer.isBlank() ? "" : withPath(issuer.strip(), issuerPath);
        issuerPath = "";
        jwksUrl = jwksUrl.isBlank() ? withPath(issuer, "/.well-known/jwks.json") : jwksUrl.strip();
        algorithms = List.copyOf(algorithms);
        audience = withoutBlanks(audience);
        authorizedParties = withoutBlanks(authorizedParties);
        orgClaims = List.copyOf(orgClaims);
        roleClaims = List.copyOf(roleClaims);
        roleMapping = roleMapping.isEmpty() && kind == Kind.CUSTOMER
                ? Map.of("org:admin", Role.ORG_ADMIN, "admin", Role.ORG_ADMIN)
                : Map.copyOf(roleMapping);
    }

    boolean isOn() {
        return !issuer.isEmpty();
    }

    private static String withPath(String base, String path) {
        return path.isEmpty() ? base : base.replaceAll("/+$", "") + path;
    }

    private static Set<String> withoutBlanks(Set<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
