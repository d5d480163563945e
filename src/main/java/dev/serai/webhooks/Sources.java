package dev.serai.webhooks;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** All configured senders. Built at start; every mistake in their settings is named at once. */
public final class Sources {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private static final Pattern FIELD = Pattern.compile("(/[^/]+){1,3}");
    private static final JsonPointer STRIPES_ID = JsonPointer.compile("/id");

    /** Paths beside /api/webhooks/{source}. */
    private static final List<String> TAKEN = List.of("deliveries", "sources", "recoveries");

    private static final Duration OFF_RETRY = Duration.ofMinutes(1);

    private final Map<String, Source> sources = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final boolean production;
    private final boolean fetches;
    private final ObjectMapper json;
    private final Duration tolerance;
    private final SigningCertificates certificates;

    /**
     * @param fetches whether there is a key to fetch events again with
     * @throws IllegalStateException that names every mistake
     */
    Sources(
            WebhookSettings settings,
            boolean production,
            boolean fetches,
            ObjectMapper json,
            SigningCertificates certificates) {
        this.production = production;
        this.fetches = fetches;
        this.json = json;
        this.tolerance = settings.tolerance();
        this.certificates = certificates;
        settings.sources().forEach(this::add);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "SERAI-HOOK-020 The webhook settings cannot be used:\n- " + String.join("\n- ", problems));
        }
    }

    /** The source, or a refusal when it is unknown or has no secret. */
    Source named(String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw Refusal.of(
                    Reason.SOURCE_UNKNOWN,
                    "There is no webhook source %s".formatted(name),
                    "Send to the address that the hub's operators gave you");
        }
        if (source.isOff()) {
            throw Refusal.later(Reason.SOURCE_OFF, "The source %s has no secret yet".formatted(name), OFF_RETRY, null);
        }
        return source;
    }

    /** Sets the header {@code sources}: a JSON array of what is configured, secrets by their fingerprints only. */
    public void describe(Exchange exchange) throws JsonProcessingException {
        List<Object> described = new ArrayList<>();
        sources.values().forEach(source -> described.add(described(source)));
        exchange.getMessage().setHeader("sources", json.writeValueAsString(described));
    }

    /** Refuses a recovery from a source that keeps no events to be fetched, or without a key for it. */
    public void requireRecoverable(Exchange exchange) {
        Source source = named(exchange.getMessage().getHeader("source", String.class));
        if (source.settings().recover().isEmpty()) {
            throw Refusal.of(
                    Reason.SOURCE_NOT_RECOVERABLE,
                    "%s has no API to fetch events from again".formatted(source.name()),
                    "Ask the sender to repeat them, in Clerk's dashboard: Webhooks, the endpoint, Replay missing messages");
        }
        if (!fetches) {
            throw Refusal.of(
                    Reason.SOURCE_NOT_RECOVERABLE,
                    "There is no key to ask %s with".formatted(source.name()),
                    "Set STRIPE_SECRET_KEY and start the hub again");
        }
    }

    private static Map<String, Object> described(Source source) {
        return Map.of(
                "name", source.name(),
                "scheme", source.scheme().name(),
                "off", source.isOff(),
                "takes", source.live() ? source.test() ? "live and test events" : "live events" : "test events",
                "recoverable", !source.settings().recover().isEmpty(),
                "silentSeconds", source.settings().silentAfter().toSeconds(),
                "secrets", source.secrets().stream().map(Sources::described).toList());
    }

    private static Map<String, Object> described(Secret secret) {
        Map<String, Object> described = new TreeMap<>(Map.of("fingerprint", secret.fingerprint()));
        if (secret.expires() != null) {
            described.put("expires", secret.expires().toString());
        }
        return described;
    }

    private void add(String name, SourceSettings settings) {
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            problem(name, "is no name for a source: small letters, digits and -, and none of %s".formatted(TAKEN));
        }
        Scheme scheme = scheme(name, settings);
        JsonPointer type = pointer(name, "type-field", settings.typeField());
        JsonPointer id = settings.scheme() == SourceSettings.SchemeName.STRIPE
                ? STRIPES_ID
                : pointer(name, "id-field", settings.idField());
        if (scheme != null) {
            List<Secret> secrets = secrets(name, settings, scheme);
            JsonPointer typeAt = type == null ? JsonPointer.empty() : type;
            sources.put(
                    name,
                    new Source(name, settings, scheme, secrets, takesLive(settings), takesTest(settings), id, typeAt));
        }
    }

    /** Null for none. Fields further down are not looked for: that would cost each event. */
    private @Nullable JsonPointer pointer(String source, String setting, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!FIELD.matcher(text).matches()) {
            problem(
                    source,
                    "%s is %s, expected a JSON pointer of one to three names like /data/id".formatted(setting, text));
            return null;
        }
        return JsonPointer.compile(text);
    }

    private @Nullable Scheme scheme(String name, SourceSettings settings) {
        try {
            return switch (settings.scheme()) {
                case STRIPE -> new StripeScheme(tolerance);
                case STANDARD -> new StandardScheme(tolerance);
                case HMAC -> plain(settings);
                case SNS -> new SnsScheme(certificates, tolerance);
            };
        } catch (IllegalArgumentException e) {
            problem(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Scheme plain(SourceSettings settings) {
        if (settings.header().isBlank()) {
            throw new IllegalArgumentException("header is empty; the scheme hmac needs the header with the signature");
        }
        if (!List.of("HmacSHA256", "HmacSHA512").contains(settings.algorithm())) {
            throw new IllegalArgumentException(
                    "algorithm is %s, expected HmacSHA256 or HmacSHA512".formatted(settings.algorithm()));
        }
        return PlainScheme.of(settings, tolerance);
    }

    private List<Secret> secrets(String name, SourceSettings settings, Scheme scheme) {
        List<Secret> secrets = new ArrayList<>();
        int n = 0;
        for (SourceSettings.SecretSettings configured : settings.secrets()) {
            Instant expires = expires(name, configured);
            if (configured.value().isEmpty()) {
                continue;
            }
            for (String text : configured.value().split(",", -1)) {
                addSecret(name, ++n, text, expires, scheme, secrets);
            }
        }
        return List.copyOf(secrets);
    }

    /** Says where a secret is wrong and how, never what it is. */
    private void addSecret(
            String name, int n, String text, @Nullable Instant expires, Scheme scheme, List<Secret> secrets) {
        if (text.isBlank() || !text.equals(text.strip()) || text.chars().anyMatch(Character::isWhitespace)) {
            problem(name, "secret %d is empty or has blanks or line ends in it; remove them".formatted(n));
            return;
        }
        try {
            secrets.add(scheme.secret(text, expires));
        } catch (IllegalArgumentException e) {
            problem(name, "secret %d %s".formatted(n, e.getMessage()));
        }
    }

    private @Nullable Instant expires(String name, SourceSettings.SecretSettings configured) {
        try {
            return configured.expires().isEmpty() ? null : Instant.parse(configured.expires());
        } catch (DateTimeParseException e) {
            problem(name, "expires is %s, expected a moment like 2027-01-31T00:00:00Z".formatted(configured.expires()));
            return null;
        }
    }

    private boolean takesLive(SourceSettings settings) {
        return switch (settings.mode()) {
            case LIVE, ANY -> true;
            case TEST -> false;
            case BY_PROFILE -> production;
        };
    }

    private boolean takesTest(SourceSettings settings) {
        return switch (settings.mode()) {
            case TEST, ANY -> true;
            case LIVE -> false;
            case BY_PROFILE -> !production;
        };
    }

    private void problem(String source, String what) {
        problems.add("serai.webhooks.sources.%s: %s".formatted(source, what));
    }
}
