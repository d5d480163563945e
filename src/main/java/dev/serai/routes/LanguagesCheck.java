package dev.serai.routes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Expressions read and compare; code lives in Java, where it is compiled and tested. */
final class LanguagesCheck implements Check {
    private static final Set<String> LANGUAGES =
            Set.of("groovy", "mvel", "ognl", "js", "java", "joor", "python", "spel", "csimple", "wasm", "language");
    private static final Map<String, String> OTHERS = Map.of(
            "script", "a script step runs code",
            "beans", "beans are made in Java",
            "beanType", "a bean is named, not made from a class",
            "kamelet", "kamelets bring routes of their own");

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> file.root().walk())
                .filter(spot -> !spot.parameter())
                .flatMap(LanguagesCheck::check);
    }

    private static Stream<Finding> check(Item.Spot spot) {
        String key = spot.key();
        if (LANGUAGES.contains(key)) {
            return forbidden(
                    spot.name(), key + ": is forbidden; expected simple, constant, header or exchangeProperty");
        }
        if (OTHERS.containsKey(key)) {
            return forbidden(spot.name(), key + ": is forbidden; " + OTHERS.get(key));
        }
        boolean made = spot.value().text().matches("#class:.*|.*\\$\\{bean:type:.*");
        return made ? forbidden(spot.value(), "#class: and bean:type: are forbidden; a bean is named") : Stream.empty();
    }

    private static Stream<Finding> forbidden(Item place, String message) {
        return Stream.of(
                place.finding(Rule.FORBIDDEN, message, "move the code into a bean of the hub and name it with ref:"));
    }
}
