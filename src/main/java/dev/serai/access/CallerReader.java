package dev.serai.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the claims of a verified token into a caller, giving no more than the issuer's kind allows. */
final class CallerReader {
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cntrl}\\s]{1,255}");

    private final IssuerSettings settings;
    private final Set<String> operatorEmails;

    CallerReader(IssuerSettings settings, Set<String> operatorEmails) {
        this.settings = settings;
        this.operatorEmails = operatorEmails;
    }

    Caller read(Claims claims, @Nullable String keyId) throws RefusedException {
        String org = org(claims);
        Set<Role> roles =
                settings.kind() == IssuerSettings.Kind.CUSTOMER ? customerRoles(claims, org) : hubRoles(claims);
        if (isOperator(claims)) {
            roles.add(Role.OPERATOR);
        }
        requireUse(org, roles);
        return new Caller(org, subject(claims), roles, scopes(claims), settings.name(), keyId);
    }

    private static String subject(Claims claims) throws RefusedException {
        return claims.texts(List.of("sub")).stream()
                .filter(sub -> SUBJECT.matcher(sub).matches())
                .findFirst()
                .orElseThrow(() -> Refusal.BAD_CLAIM.because(
                        "the token's sub is missing or not 1 to 255 characters without blanks"));
    }

    private @Nullable String org(Claims claims) throws RefusedException {
        Set<String> found = claims.texts(settings.orgClaims());
        if (found.size() > 1) {
            throw Refusal.BAD_CLAIM.because("the token names different organizations in " + settings.orgClaims());
        }
        String org = found.stream().findFirst().orElse(null);
        if (org != null && !OrgId.isValid(org)) {
            throw Refusal.BAD_CLAIM.because("the token's organization is not " + OrgId.EXPECTED);
        }
        return org;
    }

    /** Mapped to hub roles by mistake or not: a customer's token never leaves its organization. */
    private EnumSet<Role> customerRoles(Claims claims, @Nullable String org) {
        if (org == null) {
            return EnumSet.noneOf(Role.class);
        }
        boolean orgAdmin = claims.words(settings.roleClaims()).stream()
                .anyMatch(role -> settings.roleMapping().get(role) == Role.ORG_ADMIN);
        return EnumSet.of(orgAdmin ? Role.ORG_ADMIN : Role.MEMBER);
    }

    private EnumSet<Role> hubRoles(Claims claims) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : claims.words(settings.roleClaims())) {
            Role mapped = settings.roleMapping().get(name);
            Role.of(name).filter(role -> settings.roleMapping().isEmpty()).ifPresent(roles::add);
            if (mapped != null) {
                roles.add(mapped);
            }
        }
        return roles;
    }

    private boolean isOperator(Claims claims) {
        return claims.isTrue("email_verified")
                && claims.texts(List.of("email")).stream()
                        .map(AccessProperties::normalized)
                        .anyMatch(operatorEmails::contains);
    }

    private void requireUse(@Nullable String org, Set<Role> roles) throws RefusedException {
        if (roles.isEmpty() && settings.kind() == IssuerSettings.Kind.HUB) {
            throw Refusal.NO_ROLE.because("the token gives no role of the hub in " + settings.roleClaims());
        }
        if (org == null && roles.stream().noneMatch(Role::isHubRole)) {
            throw Refusal.NO_ORGANIZATION.because("the token names no organization in " + settings.orgClaims()
                    + "; choose one and get a fresh token");
        }
    }

    private Set<String> scopes(Claims claims) throws RefusedException {
        if (settings.scopesClaim().isEmpty()) {
            return Set.of();
        }
        List<String> scopes = claims.words(List.of(settings.scopesClaim()));
        if (scopes.isEmpty()) {
            throw Refusal.NO_ROLE.because("the token has no scopes in " + settings.scopesClaim());
        }
        return Set.copyOf(scopes);
    }
}
