package dev.serai.routes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The beans that routes name, in a {@code ref:} or {@code …Ref:}, with a leading {@code #}, or inside a simple expression. */
final class ReferencesCheck implements Check {
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{(?:bean|ref):(?!type:)([\\w.-]+)");
    private static final Pattern HASH = Pattern.compile("^#(?!class:|property:|type:|valueAs)(?:bean:)?([\\w.-]+)$");
    private static final Set<String> SCHEMES_OF_BEANS = Set.of("bean", "jdbc");

    private final RouteFacts facts;
    private final Set<String> used = new TreeSet<>();

    ReferencesCheck(RouteFacts facts) {
        this.facts = facts;
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream().map(RouteFile::root).flatMap(this::over).toList().stream();
    }

    /** The beans that the routes name, once they were checked. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    private Stream<Finding> over(Item root) {
        Stream<Finding> refs = root.walk()
                .filter(spot -> !spot.parameter() && namesBean(spot.key()))
                .flatMap(spot -> require(spot.value(), spot.value().text().replaceFirst("^#(bean:)?", "")));
        Stream<Finding> texts = root.scalars()
                .flatMap(text -> Stream.of(IN_SIMPLE, HASH)
                        .flatMap(pattern -> pattern.matcher(text.text()).results())
                        .map((MatchResult found) -> found.group(1))
                        .flatMap(bean -> require(text, bean)));
        Stream<Finding> addresses = Endpoint.in(root)
                .filter(endpoint -> SCHEMES_OF_BEANS.contains(endpoint.scheme(text -> text)))
                .flatMap(endpoint -> require(endpoint.place(), endpoint.target()));
        return Stream.of(refs, texts, addresses).flatMap(findings -> findings);
    }

    private Stream<Finding> require(Item place, String bean) {
        used.add(bean);
        return facts.beans().contains(bean)
                ? Stream.empty()
                : Stream.of(place.finding(
                        Rule.BEAN,
                        "there is no bean \"" + bean + "\"",
                        Nearest.orElse(bean, facts.beans(), "name a bean of the hub or add one in Java")));
    }

    /** {@code routeTemplateRef} names a template, the others a bean. */
    private static boolean namesBean(String key) {
        return key.equals("ref") || (key.endsWith("Ref") && !key.equals("routeTemplateRef"));
    }
}
