package dev.serai.hub;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;

/** Facts for {@code /api/system}: flags and which integrations are configured, by name only. */
final class HubFacts {
    /** Variables of the products behind the hub whose presence, never their value, is told. */
    private static final Map<String, List<String>> INTEGRATIONS = Map.of(
            "clerk", List.of("CLERK_ISSUER", "CLERK_SECRET_KEY"),
            "supabase", List.of("SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL"),
            "stripe", List.of("STRIPE_SECRET_KEY"),
            "openai", List.of("OPENAI_API_KEY"),
            "ollama", List.of("OLLAMA_HOST"),
            "ses", List.of("AWS_SES_REGION"),
            "sentry", List.of("SENTRY_DSN"));

    private final Environment environment;

    HubFacts(Environment environment) {
        this.environment = environment;
    }

    String version() {
        String version = HubFacts.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    Map<String, Object> all() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", "serai");
        facts.put("version", version());
        facts.put("java", Runtime.version().toString());
        facts.put("uptimeSeconds", uptime().toSeconds());
        facts.put("profile", environment.matchesProfiles("production") ? "production" : "development");
        facts.put("roles", list("serai.roles"));
        facts.put("embedded", list("serai.embedded"));
        facts.put("flags", flags());
        facts.put(
                "embedding",
                Map.of(
                        "provider", environment.getProperty("serai.embedding.provider", "local"),
                        "model", environment.getProperty("serai.embedding.model", "unknown")));
        facts.put("integrations", integrations());
        return facts;
    }

    private Map<String, Object> flags() {
        return Map.of(
                "systemEnabled", environment.getProperty("serai.system-enabled", Boolean.class, true),
                "livePricing", environment.getProperty("ENABLE_LIVE_PRICING", Boolean.class, false),
                "billingEnforced", environment.getProperty("LEAD_OS_BILLING_ENFORCE", Boolean.class, false));
    }

    private Map<String, Boolean> integrations() {
        Map<String, Boolean> configured = new java.util.TreeMap<>();
        INTEGRATIONS.forEach(
                (name, variables) -> configured.put(name, variables.stream().anyMatch(this::given)));
        return configured;
    }

    private boolean given(String variable) {
        String value = environment.getProperty(variable);
        return value != null && !value.isBlank();
    }

    private List<String> list(String property) {
        return Arrays.stream(environment.getProperty(property, "").split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }
}
