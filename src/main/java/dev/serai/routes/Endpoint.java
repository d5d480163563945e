package dev.serai.routes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A place where a route consumes from or sends to an address.
 *
 * @param step the step's kind, such as {@code from} or {@code to}
 * @param address where the address is written
 * @param name where the name inside the address is written, when it is a parameter of its own
 */
record Endpoint(String step, Item owner, Item address, Optional<Item> name) {
    private static final Set<String> STEPS =
            Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll", "deadLetterUri");
    private static final Set<String> EXPRESSIONS = Set.of("enrich", "pollEnrich");

    static Stream<Endpoint> in(Item root) {
        return root.walk()
                .filter(spot -> !spot.parameter() && STEPS.contains(spot.key()))
                .flatMap(spot -> of(spot).stream());
    }

    boolean consumes() {
        return step.equals("from");
    }

    /** The part before the colon; the whole address when the rest is given as parameters. */
    String scheme(UnaryOperator<String> resolve) {
        return resolve.apply(address.text()).split("[:?]", 2)[0];
    }

    /** What comes after the scheme: a direct endpoint's name, a file endpoint's folder. */
    String target(UnaryOperator<String> resolve) {
        return name.map(Item::text).map(resolve).orElseGet(() -> afterScheme(resolve.apply(address.text())));
    }

    /** The same as written, with placeholders. */
    String target() {
        return name.map(Item::text).orElseGet(() -> afterScheme(address.text()));
    }

    private static String afterScheme(String text) {
        String[] parts = text.split(":", 2);
        return parts.length < 2 ? "" : parts[1].replaceFirst("^//", "").split("\\?", 2)[0];
    }

    /** Options that are written under {@code parameters:}. */
    Map<Item, Item> parameters() {
        return owner.get("parameters").map(Item::entries).orElse(Map.of());
    }

    /** Where to point at when the target is wrong. */
    Item place() {
        return name.orElse(address);
    }

    private static Optional<Endpoint> of(Item.Spot spot) {
        Item value = spot.value();
        if (value.isScalar()) {
            return Optional.of(new Endpoint(spot.key(), value, value, Optional.empty()));
        }
        Optional<Item> address = value.get("uri").or(() -> constant(spot));
        return address.map(uri -> new Endpoint(spot.key(), value, uri, named(value)));
    }

    private static Optional<Item> named(Item step) {
        return step.get("parameters")
                .flatMap(parameters -> Stream.of("name", "directoryName", "beanName", "dataSourceName")
                        .flatMap(key -> parameters.get(key).stream())
                        .findFirst());
    }

    /** These two name their address by an expression, which is a constant when it is known beforehand. */
    private static Optional<Item> constant(Item.Spot spot) {
        if (!EXPRESSIONS.contains(spot.key())) {
            return Optional.empty();
        }
        Item expression = spot.value().get("expression").orElse(spot.value());
        return Stream.of("constant", "simple")
                .flatMap(language -> expression.get(language).stream())
                .map(constant -> constant.isScalar() ? constant : constant.at("expression"))
                .findFirst();
    }
}
