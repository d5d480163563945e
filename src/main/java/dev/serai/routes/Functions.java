package dev.serai.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions of Camel's simple language that a text uses, and which of them routes may use. */
final class Functions {
    /** Camel knows both. */
    private static final List<String> STARTS = List.of("${", "$simple{");

    static final List<String> ALLOWED = List.of(
            "body",
            "bodyAs",
            "bodyOneLine",
            "header",
            "headers",
            "headerAs",
            "exchangeProperty",
            "variable",
            "exception",
            "exception.message",
            "routeId",
            "routeGroup",
            "stepId",
            "exchangeId",
            "id",
            "messageTimestamp",
            "date",
            "bean",
            "uuid",
            "random",
            "null",
            "empty",
            "size");

    private static final String NAME = "[\\w-]+";
    /** Values, not code: what looks like a class loader's or a context's door is not among them. */
    private static final String METHOD =
            "(size|length|isEmpty|substring|trim|toLowerCase|toUpperCase|contains|startsWith|endsWith|toString)"
                    + "\\(([\\w\\s,.'\"-]*)\\)";

    private static final String GETTER =
            "(?!(?i:(get)?(class|context|camelContext|declaringClass|classLoader|exchange|registry|module))\\b)" + NAME;
    private static final String WALK = "(\\??\\.(" + METHOD + "|" + GETTER + ")|\\[['\"]?[\\w. -]+['\"]?])*";
    private static final String PLAIN_TYPE = "(java\\.lang\\.)?(String|Boolean|Integer|Long|Double)";

    private static final Pattern PERMITTED = Pattern.compile(String.join(
            "|",
            "(in\\.)?body" + WALK,
            "(in\\.)?(mandatoryB|b)odyAs\\(" + PLAIN_TYPE + "\\)",
            "bodyOneLine",
            "(in\\.)?headers?([.:]" + NAME + "|\\[['\"]?[\\w.-]+['\"]?]|(\\.|:)Camel[\\w.]+)" + WALK,
            "headerAs\\([\\w.-]+,\\s*" + PLAIN_TYPE + "\\)",
            "exchangeProperty([.:]" + NAME + "|\\[['\"]?[\\w.-]+['\"]?])" + WALK,
            "variable([.:]" + NAME + "|\\[['\"]?[\\w.:-]+['\"]?])" + WALK,
            "exception(\\.message|\\.class\\.(simpleName|name))?",
            "routeId|fromRouteId|routeGroup|stepId|exchangeId|id|messageTimestamp|null",
            "date(-with-timezone)?:[\\w\\s:.+/'-]+",
            "bean:[\\w-]+((\\?method=|\\.|::)\\w+)?",
            "uuid(\\(\\w*\\))?",
            "random\\(\\d+(,\\d+)?\\)",
            "empty\\((string|list|map)?\\)"));
    private static final Pattern CREDENTIALS = Pattern.compile(
            "(in\\.)?headers?(\\.|:|\\[['\"]?)(authorization|proxy-authorization|cookie|set-cookie)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private Functions() {}

    static boolean isIn(String text) {
        return STARTS.stream().anyMatch(text::contains);
    }

    /** Those that routes may not use, without their braces; functions within functions are looked at by themselves. */
    static Stream<String> forbidden(String text) {
        return all(text).stream()
                .filter(function -> !PERMITTED.matcher(function).matches()
                        || CREDENTIALS.matcher(function).matches());
    }

    /** Each function without its braces; one that is never closed goes to the end of the text. */
    private static List<String> all(String text) {
        List<String> functions = new ArrayList<>();
        int from = 0;
        Optional<Start> start = start(text, from);
        while (start.isPresent()) {
            int end = end(text, start.get().after());
            String inner = text.substring(start.get().after(), Math.min(end, text.length()));
            functions.add(inner.strip());
            from = start.get().after();
            start = start(text, from);
        }
        return functions;
    }

    private record Start(int at, int after) {}

    private static Optional<Start> start(String text, int from) {
        return STARTS.stream()
                .map(start -> new Start(text.indexOf(start, from), text.indexOf(start, from) + start.length()))
                .filter(start -> start.at() >= 0)
                .min(Comparator.comparingInt(Start::at));
    }

    private static int end(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }
}
