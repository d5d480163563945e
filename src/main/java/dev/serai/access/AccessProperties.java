package dev.serai.access;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the hub trusts, {@code serai.access} in the configuration.
 *
 * @param issuers the issuers of tokens; those without an issuer string are off
 * @param operatorEmails verified e-mail addresses whose owners are operators, whoever issued their token
 * @param jwks how issuers' public keys are fetched
 */
@ConfigurationProperties("serai.access")
public record AccessProperties(
        @DefaultValue List<IssuerSettings> issuers,
        @DefaultValue Set<String> operatorEmails,
        @DefaultValue Jwks jwks) {

    /**
     * How issuers' public keys are fetched.
     *
     * @param cache how long fetched keys are used without asking again; a revoked key is trusted this long
     * @param outage how long the last keys keep working while they cannot be fetched
     * @param pause least time between fetches caused by tokens with an unknown key id
     * @param timeout for connecting, and for each read
     */
    public record Jwks(
            @DefaultValue("5m") Duration cache,
            @DefaultValue("12h") Duration outage,
            @DefaultValue("30s") Duration pause,
            @DefaultValue("2s") Duration timeout) {}

    public AccessProperties {
        issuers = List.copyOf(issuers);
        operatorEmails = operatorEmails.stream()
                .map(AccessProperties::normalized)
                .filter(email -> !email.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    List<IssuerSettings> activeIssuers() {
        return issuers.stream().filter(IssuerSettings::isOn).toList();
    }

    /** Every mistake in the settings, one sentence each; empty when the hub may start. */
    public List<String> problems() {
        return AccessProblems.of(this);
    }
}
