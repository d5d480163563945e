package dev.serai.routes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Components obey headers: one names the URL to call instead of the address's, another the SQL to run. Routes set those
 * that the policy lists.
 */
final class HeadersCheck implements Check {
    private static final Pattern STEERING = Pattern.compile("(camel|kafka\\.|host$|org\\.apache\\.camel).*");
    private static final Set<String> SETTERS =
            Set.of("setHeader", "setProperty", "setVariable", "headers", "variables");
    private static final Set<String> RECEIVERS = Set.of("variableReceive", "toName", "outputHeader");

    private final RoutePolicy policy;
    private final Placeholders placeholders;

    HeadersCheck(RouteFacts facts) {
        this.policy = facts.policy();
        this.placeholders = new Placeholders(facts.properties());
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .map(RouteFile::root)
                .flatMap(root -> Stream.concat(
                        root.walk()
                                .filter(HeadersCheck::isName)
                                .map(Item.Spot::value)
                                .flatMap(item -> check(item, item.text())),
                        Address.in(root, placeholders)
                                .flatMap(address -> address.option("outputHeader").stream())
                                .flatMap(option -> check(option.place(), option.value()))));
    }

    private static boolean isName(Item.Spot spot) {
        return !spot.parameter()
                && ((spot.key().equals("name") && SETTERS.contains(spot.within())) || RECEIVERS.contains(spot.key()));
    }

    private Stream<Finding> check(Item place, String written) {
        // Camel lets a variable's name begin with the place where it is kept.
        String name = placeholders.resolve(written).strip().replaceFirst("^(header|exchange|route|global):", "");
        if (Functions.isIn(name) || name.contains("{{")) {
            return found(place, "\"" + written + "\" lets a message choose the header", "write the name down");
        }
        boolean allowed = !STEERING.matcher(name.toLowerCase(Locale.ROOT)).matches()
                || policy.headers().contains(name);
        return allowed
                ? Stream.empty()
                : found(
                        place,
                        "the header " + name + " steers components and is not in the route policy",
                        Nearest.slipOrElse(name, policy.headers(), "say it in the address, or use a name of your own"));
    }

    private static Stream<Finding> found(Item place, String message, String suggestion) {
        return Stream.of(place.finding(Rule.HEADER, message, suggestion));
    }
}
