package dev.serai.routes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expressions read and compare; code lives in Java, where it is compiled and tested. */
final class LanguagesCheck implements Check {
    private static final String SUGGESTION = "move the code into a bean of the hub and name it with ref:";
    /** {@code #bean} names a bean; {@code #class:}, {@code #type:} and their like make or find one by its class. */
    private static final Pattern NAMED = Pattern.compile("#(bean:)?[\\w.-]+");

    private static final Set<String> TYPED = Set.of(
            "type",
            "resultType",
            "unmarshalType",
            "collectionType",
            "arrayType",
            "classType",
            "className",
            "moduleClassNames",
            "aggregationStrategy",
            "idempotentRepository");
    private static final Pattern PLAIN_TYPE = Pattern.compile(
            "(java\\.lang\\.)?(String|Boolean|Integer|Long|Double|Object)|java\\.util\\.(List|Map)|[^.]*");

    private final Set<String> allowed;
    private final Set<String> known = RouteSchema.get().languages();

    LanguagesCheck(RouteFacts facts) {
        this.allowed = facts.policy().languages();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .map(RouteFile::root)
                .flatMap(root -> Stream.concat(
                        root.walk().flatMap(this::check), root.values().flatMap(this::value)));
    }

    private Stream<Finding> check(Item.Spot spot) {
        if (spot.parameter()) {
            return Stream.empty();
        }
        String key = spot.key();
        if (isLanguage(spot) && !allowed.contains(key)) {
            return forbidden(spot.name(), key + ": is forbidden; expected " + KindsCheck.sorted(allowed), SUGGESTION);
        }
        if (key.equals("beanType")) {
            return forbidden(spot.name(), "beanType: is forbidden; a bean is named, not made from a class", SUGGESTION);
        }
        boolean made = TYPED.contains(key)
                && !PLAIN_TYPE.matcher(spot.value().text().strip()).matches();
        return made
                ? forbidden(
                        spot.value(),
                        key + " names the class " + spot.value().text() + "; expected a plain type such as Integer",
                        SUGGESTION)
                : Stream.empty();
    }

    /** Some names of languages also have another meaning, which depends on what stands around them. */
    private boolean isLanguage(Item.Spot spot) {
        return known.contains(spot.key())
                && switch (spot.key()) {
                    case "method" ->
                        !spot.within().equals("bean") && RouteSchema.get().isKey(spot.within());
                    case "ref" ->
                        spot.within().equals("expression") || !spot.value().isScalar();
                    default -> true;
                };
    }

    private Stream<Finding> value(Item item) {
        String text = Address.decoded(unwrapped(item.text())).strip();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean query = lower.matches("(?s).*=\\s*(raw[({])?\\s*#(class|type|autowired|property|valueas|resource).*");
        if (query || (text.startsWith("#") && !NAMED.matcher(text).matches())) {
            return forbidden(item, "\"" + item.text() + "\" makes an object; a bean is named", SUGGESTION);
        }
        if (lower.startsWith("resource:") && !text.matches("resource:classpath:sql/[\\w/-]+\\.sql")) {
            return forbidden(
                    item,
                    "\"" + item.text() + "\" reads a file into the message",
                    "name SQL as resource:classpath:sql/…; other files are for beans of the hub");
        }
        return Stream.empty();
    }

    private static String unwrapped(String text) {
        return text.replaceFirst("^\\s*RAW[({](.*)[)}]\\s*$", "$1");
    }

    private static Stream<Finding> forbidden(Item place, String message, String suggestion) {
        return Stream.of(place.finding(Rule.FORBIDDEN, message, suggestion));
    }
}
