package dev.serai.routes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Camel's <code>{{name}}</code>, <code>{{name:default}}</code> and <code>{{?name}}</code>. */
record Placeholders(Function<String, @Nullable String> properties) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern NAME = Pattern.compile("[?!]?([\\w.-]+)(?::.*)?", Pattern.DOTALL);
    private static final Pattern LEADING = Pattern.compile("\\{\\{([\\w.-]+)}}(.*)", Pattern.DOTALL);

    /** A placeholder without default at the beginning of a text, and what follows. */
    record Leading(String name, String rest) {}

    /** The text with what is known filled in; the rest stays as it is. */
    String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    boolean isKnown(String inner) {
        return lookup(inner).isPresent();
    }

    /** What stands between each pair of braces. */
    static List<String> in(String text) {
        return names(text).toList();
    }

    /** Whether a text has braces that are no placeholder, such as one placeholder within another. */
    static boolean areBroken(String text) {
        String rest = PLACEHOLDER.matcher(text).replaceAll("");
        return rest.contains("{{") || (rest.contains("}}") && !rest.contains("${"));
    }

    /** The setting's name in {@code name}, {@code ?name} or {@code name:default}; empty for anything else. */
    static Optional<String> name(String inner) {
        Matcher name = NAME.matcher(inner);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    static boolean isWhole(String text) {
        return PLACEHOLDER.matcher(text.replaceFirst("^RAW\\((.*)\\)$", "$1")).matches();
    }

    static Optional<Leading> leading(String text) {
        Matcher found = LEADING.matcher(text);
        return found.matches() ? Optional.of(new Leading(found.group(1), found.group(2))) : Optional.empty();
    }

    /** Matches every text that this one may become under some configuration. */
    static Pattern anyValue(String text) {
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        for (MatchResult found : PLACEHOLDER.matcher(text).results().toList()) {
            pattern.append(Pattern.quote(text.substring(end, found.start()))).append(".*");
            end = found.end();
        }
        return Pattern.compile(pattern + Pattern.quote(text.substring(end)));
    }

    private static Stream<String> names(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1));
    }

    private String value(MatchResult found) {
        return lookup(found.group(1)).orElse(found.group());
    }

    private Optional<String> lookup(String inner) {
        if (inner.startsWith("?")) {
            return Optional.of("");
        }
        String plain = inner.replaceFirst("^(env|sys):", "");
        int colon = plain.indexOf(':');
        String name = colon < 0 ? plain : plain.substring(0, colon);
        Optional<String> value = Optional.ofNullable(properties.apply(name));
        return colon < 0 ? value : value.or(() -> Optional.of(plain.substring(colon + 1)));
    }
}
