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

    /** The text with what is known filled in; the rest stays as it is. */
    String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    /** The names that have neither value nor default. */
    List<String> unknown(String text) {
        return names(text).filter(inner -> lookup(inner).isEmpty()).toList();
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
