package dev.serai.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An endpoint's address taken apart as Camel takes it apart, whichever way it is written: options behind a question mark
 * and under {@code parameters:} alike, placeholders filled in, {@code RAW()} taken off, escapes such as {@code %2f}
 * decoded.
 *
 * @param path what comes between the scheme and the options, as written but for placeholders
 */
record Address(Endpoint endpoint, String scheme, String path, List<Option> options) {
    private static final Pattern RAW = Pattern.compile("RAW(?:\\((.*)\\)|\\{(.*)})", Pattern.DOTALL);
    /** An option up to the next {@code &} that does not lie within a {@code RAW()}. */
    private static final Pattern OPTION =
            Pattern.compile("([^=&]+)=(RAW\\(.*?\\)(?=&|$)|RAW\\{.*?}(?=&|$)|[^&]*)|([^=&]+)", Pattern.DOTALL);

    /**
     * One option, wherever it is written.
     *
     * @param value as Camel would see it
     * @param written as the file has it
     * @param place where to point at
     */
    record Option(String name, String value, String written, Item place) {}

    /** All that a file names. */
    static Stream<Address> in(Item root, Placeholders placeholders) {
        return Endpoint.in(root).map(endpoint -> of(endpoint, placeholders));
    }

    static Address of(Endpoint endpoint, Placeholders placeholders) {
        return of(endpoint, placeholders::resolve);
    }

    /** {@code resolve} fills in placeholders, or leaves them as they are. */
    static Address of(Endpoint endpoint, UnaryOperator<String> resolve) {
        String written = endpoint.address().text();
        String text = resolve.apply(written);
        String scheme = text.split("[:?]", 2)[0];
        String rest = text.contains(":") ? text.substring(text.indexOf(':') + 1) : "";
        List<Option> options = new ArrayList<>();
        int query = written.indexOf('?', endOfPlaceholders(written));
        if (query >= 0) {
            Matcher found = OPTION.matcher(written.substring(query + 1));
            while (found.find()) {
                String name = Optional.ofNullable(found.group(1)).orElse(String.valueOf(found.group(3)));
                String value = Optional.ofNullable(found.group(2)).orElse("");
                options.add(option(name, value, endpoint.address(), resolve, true));
            }
        }
        endpoint.parameters()
                .forEach((name, value) -> options.add(option(name.text(), value.text(), value, resolve, false)));
        return new Address(endpoint, scheme, rest.split("\\?", 2)[0], List.copyOf(options));
    }

    /** What comes after the scheme, without leading slashes and escapes. */
    String target() {
        return decoded(path).replaceFirst("^/{2}(?=[^/])", "");
    }

    Optional<Option> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    private static Option option(
            String name, String written, Item place, UnaryOperator<String> resolve, boolean fromQuery) {
        String value = resolve.apply(written);
        Matcher raw = RAW.matcher(value);
        if (raw.matches()) {
            String inner = Optional.ofNullable(raw.group(1)).orElse(String.valueOf(raw.group(2)));
            return new Option(name, inner, written, place);
        }
        return fromQuery
                ? new Option(decoded(name), decoded(value), written, place)
                : new Option(name, value, written, place);
    }

    /** {@code {{?name}}} and defaults may hold a question mark of their own. */
    private static int endOfPlaceholders(String text) {
        int query = text.indexOf('?');
        int open = text.indexOf("{{");
        return open >= 0 && open < query ? Math.max(text.indexOf("}}", open), 0) : 0;
    }

    /** Twice, since what one side decodes the next may decode again. */
    static String decoded(String text) {
        try {
            String once = URLDecoder.decode(text, StandardCharsets.UTF_8);
            return once.contains("%") ? URLDecoder.decode(once, StandardCharsets.UTF_8) : once;
        } catch (IllegalArgumentException e) {
            return text; // not escapes, just a percent sign
        }
    }
}
