package dev.serai.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** SQL comes from files in the hub's jar, where it has bind parameters and tests; never from routes or messages. */
final class SqlCheck implements Check {
    private static final Set<String> SQL = Set.of("sql", "sql-stored");
    private static final String FILE = "classpath:sql/[\\w/-]+\\.sql";

    private final Placeholders placeholders;

    SqlCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .map(RouteFile::root)
                .flatMap(root -> Stream.concat(
                        Endpoint.in(root).flatMap(this::sql),
                        root.walk()
                                .filter(spot -> spot.key().equals("steps"))
                                .flatMap(spot -> jdbc(spot.value().items()))));
    }

    private Stream<Finding> sql(Endpoint endpoint) {
        Address address = Address.of(endpoint, placeholders);
        if (!SQL.contains(address.scheme())) {
            return Stream.empty();
        }
        Optional<Address.Option> query = address.option("query").or(() -> address.option("template"));
        String text = query.map(Address.Option::value).orElseGet(address::target);
        return text.matches(FILE)
                ? Stream.empty()
                : Stream.of(query.map(Address.Option::place)
                        .orElse(endpoint.address())
                        .finding(
                                Rule.FORBIDDEN,
                                "SQL is \"" + text + "\"; expected a file of the hub",
                                "write query: classpath:sql/<subject>/<name>.sql"));
    }

    /** The component jdbc runs whatever the message holds, so what it holds must be in sight. */
    private Stream<Finding> jdbc(List<Item> steps) {
        return Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
                .filter(i -> i == 0 || !isSqlFile(steps.get(i - 1)))
                .flatMap(i -> steps.get(i).entries().entrySet().stream())
                .filter(this::isJdbc)
                .map(step -> step.getKey()
                        .finding(
                                Rule.FORBIDDEN,
                                "jdbc: runs what the message holds as SQL",
                                "set the body to resource:classpath:sql/….sql in the step right before it"));
    }

    private boolean isJdbc(Map.Entry<Item, Item> step) {
        String uri = step.getValue().isScalar()
                ? step.getValue().text()
                : step.getValue().text("uri");
        return placeholders.resolve(uri).split("[:?]", 2)[0].equals("jdbc");
    }

    private static boolean isSqlFile(Item step) {
        return step.get("setBody")
                .map(body -> body.get("expression").orElse(body))
                .flatMap(expression -> expression.get("constant"))
                .map(constant -> constant.isScalar() ? constant.text() : constant.text("expression"))
                .filter(text -> text.matches("resource:" + FILE))
                .isPresent();
    }
}
