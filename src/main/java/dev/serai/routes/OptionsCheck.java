package dev.serai.routes;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/** Options are those that the component has, of the kind that it expects, and open to routes by the policy. */
final class OptionsCheck implements Check {
    private static final Map<String, Pattern> KINDS = Map.of(
            "boolean", Pattern.compile("true|false", Pattern.CASE_INSENSITIVE),
            "integer", Pattern.compile("-?\\d{1,18}"),
            "number", Pattern.compile("-?\\d+(\\.\\d+)?"),
            "duration", Pattern.compile("-?\\d+|(\\d+d)?\\s*(\\d+h)?\\s*(\\d+m)?\\s*(\\d+(\\.\\d+)?s)?\\s*(\\d+ms)?"),
            "object", Pattern.compile("#.*"));
    private static final Map<String, String> NAMES = Map.of(
            "boolean", "true or false",
            "integer", "a whole number",
            "number", "a number",
            "duration", "milliseconds or a time such as 30s",
            "object", "a bean such as #name");
    /** Switches that run a body as SQL, log credentials, or take Java objects and proxies from elsewhere. */
    private static final Set<String> OPENING = Set.of(
            "useMessageBodyForSql",
            "logHttpActivity",
            "useSystemProperties",
            "transferException",
            "allowJavaSerializedObject");

    private static final Set<String> CRON = Set.of("cron", "scheduler.cron");

    private final Placeholders placeholders;
    private final RoutePolicy policy;

    OptionsCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
        this.policy = facts.policy();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> Address.in(file.root(), placeholders))
                .flatMap(this::check);
    }

    private Stream<Finding> check(Address address) {
        Optional<Catalog.Component> component = Catalog.component(address.scheme());
        Set<String> listed = policy.components().getOrDefault(address.scheme(), Set.of());
        return component.isEmpty() || !policy.components().containsKey(address.scheme())
                ? Stream.empty()
                : address.options().stream().flatMap(option -> check(address, component.get(), listed, option));
    }

    private Stream<Finding> check(
            Address address, Catalog.Component component, Set<String> listed, Address.Option option) {
        if (!option.place().isScalar()) {
            return found(option, Rule.OPTION, option.name() + " is a list or a mapping", "write one value");
        }
        Optional<Catalog.Option> known = component.option(option.name());
        if (known.isEmpty()) {
            return unknown(component, option);
        }
        if (known.get().path() && !address.path().isEmpty()) {
            return found(
                    option,
                    Rule.OPTION,
                    option.name() + " is said twice, in the address and as an option",
                    "keep one of them");
        }
        if (!known.get().plain() && !listed.contains(option.name()) && !isSecret(known.get(), option)) {
            return found(
                    option,
                    Rule.FORBIDDEN,
                    "the option " + option.name() + " of " + component.scheme() + " is not in the route policy",
                    "delete it, set it in config/application.yaml, or have the policy changed");
        }
        if (OPENING.contains(option.name()) && !option.value().equalsIgnoreCase("false")) {
            return found(
                    option,
                    Rule.FORBIDDEN,
                    option.name() + " opens what the route policy closes",
                    "delete it; its default is what routes need");
        }
        return Stream.concat(kind(known.get(), option), schedule(option));
    }

    /** A password by placeholder is what the option is for. */
    private static boolean isSecret(Catalog.Option known, Address.Option option) {
        return known.secret() && Placeholders.isWhole(option.written());
    }

    private static Stream<Finding> unknown(Catalog.Component component, Address.Option option) {
        Set<String> names = component.options().keySet();
        boolean likeOne = Nearest.to(option.name(), names).isPresent();
        if (component.lenient() && !likeOne) {
            return Stream.empty(); // it goes to the server as part of the query
        }
        return found(
                option,
                Rule.OPTION,
                component.scheme() + ": has no option \"" + option.name() + "\"",
                Nearest.orElse(option.name(), names, "see Camel's manual of the component"));
    }

    private static Stream<Finding> kind(Catalog.Option known, Address.Option option) {
        String value = option.value();
        if (value.contains("{{") || Functions.isIn(value)) {
            return Stream.empty(); // other checks look at these
        }
        if (known.type().equals("enum")) {
            return known.values().stream().anyMatch(value::equalsIgnoreCase)
                    ? Stream.empty()
                    : wrong(option, "one of " + String.join(", ", known.values()), known.values());
        }
        Pattern kind = known.prefix().isEmpty() ? KINDS.get(known.type()) : null;
        boolean fits = kind == null || (!value.isEmpty() && kind.matcher(value).matches());
        return fits ? Stream.empty() : wrong(option, NAMES.getOrDefault(known.type(), known.type()), List.of());
    }

    private static Stream<Finding> wrong(Address.Option option, String expected, List<String> values) {
        return found(
                option,
                Rule.OPTION,
                option.name() + " is \"" + option.value() + "\"; expected " + expected,
                Nearest.orElse(option.value(), values, "correct the value"));
    }

    private static Stream<Finding> schedule(Address.Option option) {
        if (!CRON.contains(option.name()) || option.value().contains("{{")) {
            return Stream.empty();
        }
        String cron = option.value().replace('+', ' ').strip();
        try {
            CronExpression.validateExpression(cron);
            return Stream.empty();
        } catch (ParseException e) {
            boolean unix = cron.split("\\s+").length == 5;
            return found(
                    option,
                    Rule.SCHEDULE,
                    "\"" + cron + "\" is no schedule: " + e.getMessage(),
                    unix
                            ? "seconds come first and one of the two days is ?: did you mean \"0 " + ofUnix(cron)
                                    + "\"?"
                            : "write second minute hour day month weekday, such as 0 17 3 * * ?");
        }
    }

    /** Five fields as crontab has them: the day that is open becomes a question mark. */
    private static String ofUnix(String cron) {
        String[] fields = cron.split("\\s+");
        int open = fields[4].equals("*") ? 4 : 2;
        fields[open] = "?";
        return String.join(" ", fields);
    }

    private static Stream<Finding> found(Address.Option option, Rule rule, String message, String suggestion) {
        return Stream.of(option.place().finding(rule, message, suggestion));
    }
}
