package dev.serai.routes;

import java.util.List;
import java.util.stream.Stream;

/** Expressions see the message, the route and the hub's beans; not the environment, not classes, not Camel itself. */
final class FunctionsCheck implements Check {
    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream().flatMap(file -> file.root().values()).flatMap(FunctionsCheck::check);
    }

    private static Stream<Finding> check(Item item) {
        return Functions.forbidden(item.text())
                .map(function -> item.finding(
                        Rule.FUNCTION,
                        "${" + function + "} is not among the functions that routes may use",
                        suggestion(function)));
    }

    private static String suggestion(String function) {
        String name = function.split("[^\\w]", 2)[0];
        return switch (name) {
            case "env", "sysenv", "sys", "properties", "propertiesExist" ->
                "make it a setting and write {{serai.…}}; secrets go to endpoints only";
            default ->
                Functions.ALLOWED.contains(name)
                        ? "use a plain value of it, or a bean of the hub for what needs code"
                        : Nearest.orElse(
                                name, Functions.ALLOWED, "use body, header, exchangeProperty or a bean of the hub");
        };
    }
}
