package dev.serai.routes;

import java.util.List;
import java.util.stream.Stream;

/** Every placeholder has a value, or a default beside it. */
final class PlaceholdersCheck implements Check {
    private final Placeholders placeholders;

    PlaceholdersCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> file.root().scalars())
                .flatMap(text -> placeholders.unknown(text.text()).stream()
                        .map(name -> text.finding(
                                Rule.PLACEHOLDER,
                                "{{" + name + "}} has no value; expected a property of that name",
                                "set " + name + " in the configuration or write {{" + name + ":default}}")));
    }
}
