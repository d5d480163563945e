package dev.serai.routes;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The beans that routes name, in a {@code ref:} or {@code …Ref:}, with a leading {@code #}, or inside a simple expression. */
final class ReferencesCheck implements Check {
    private static final Pattern IN_SIMPLE =
            Pattern.compile("\\$\\{bean:(?!type:)([\\w-]+)(?:(?:\\?method=|\\.|::)(\\w+))?");
    private static final Pattern HASH = Pattern.compile("^#(?!class:|property:|type:|valueAs)(?:bean:)?([\\w.-]+)$");
    /** Options of steps that name a bean without saying so. */
    private static final Set<String> BEAN_KEYS =
            Set.of("aggregationStrategy", "idempotentRepository", "executorService", "onPrepare");

    private static final String OWN = "dev.serai.";
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
                .flatMap(spot -> require(spot.value(), plain(spot.value().text())));
        Stream<Finding> steps = root.walk()
                .filter(spot -> !spot.parameter() && spot.key().equals("bean"))
                .flatMap(spot -> call(spot.value()));
        Stream<Finding> texts = root.values()
                .flatMap(text -> HASH.matcher(text.text())
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .flatMap(bean -> require(text, bean)));
        Stream<Finding> functions = root.values()
                .flatMap(text -> IN_SIMPLE
                        .matcher(text.text())
                        .results()
                        .flatMap(found -> Stream.concat(
                                require(text, found.group(1)), call(text, text, found.group(1), found.group(2)))));
        Stream<Finding> addresses = Endpoint.in(root)
                .filter(endpoint -> SCHEMES_OF_BEANS.contains(endpoint.scheme(text -> text)))
                .flatMap(endpoint -> require(endpoint.place(), endpoint.target()));
        return Stream.of(refs, steps, texts, functions, addresses).flatMap(findings -> findings);
    }

    private Stream<Finding> call(Item step) {
        Item method = step.at("method");
        String written = method.isScalar() ? method.text() : "";
        return call(step.at("ref"), method, plain(step.text("ref")), written.split("\\(", 2)[0].strip());
    }

    /**
     * Beans of libraries, such as Camel's context or a pool of connections, could be asked for anything.
     *
     * @param name of the method; null or empty when Camel shall choose it
     */
    private Stream<Finding> call(Item place, Item methodPlace, String bean, @Nullable String name) {
        @Nullable String type = facts.beans().get(bean);
        String method = name == null ? "" : name;
        if (type == null || facts.policy().beans().contains(bean + "." + method)) {
            return Stream.empty();
        }
        if (!type.startsWith(OWN)) {
            return Stream.of(place.finding(
                    Rule.FORBIDDEN,
                    "the bean " + bean + " is not the hub's own; its methods are not for routes",
                    "add a bean in Java for the work"));
        }
        Set<String> methods = methods(type);
        return method.isEmpty() || methods.isEmpty() || methods.contains(method)
                ? Stream.empty()
                : Stream.of(methodPlace.finding(
                        Rule.BEAN,
                        "the bean " + bean + " has no method \"" + method + "\"",
                        Nearest.orElse(method, methods, "name one of " + String.join(", ", methods))));
    }

    /** Empty when the type cannot be looked at. */
    private static Set<String> methods(String type) {
        try {
            Class<?> found = Class.forName(type, false, ReferencesCheck.class.getClassLoader());
            return Arrays.stream(found.getMethods())
                    .filter(method -> method.getDeclaringClass() != Object.class)
                    .map(Method::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (ClassNotFoundException | LinkageError e) {
            return Set.of();
        }
    }

    private static String plain(String reference) {
        return reference.replaceFirst("^#(bean:)?", "");
    }

    private Stream<Finding> require(Item place, String bean) {
        used.add(bean);
        return facts.beans().containsKey(bean)
                ? Stream.empty()
                : Stream.of(place.finding(
                        Rule.BEAN,
                        "there is no bean \"" + bean + "\"",
                        Nearest.orElse(bean, facts.beans().keySet(), "name a bean of the hub or add one in Java")));
    }

    /** {@code routeTemplateRef} names a template, the others a bean. */
    private static boolean namesBean(String key) {
        return key.equals("ref") || (key.endsWith("Ref") && !key.equals("routeTemplateRef")) || BEAN_KEYS.contains(key);
    }
}
