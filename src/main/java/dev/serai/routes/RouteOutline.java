package dev.serai.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one route, configuration or bean says, in a form that does not depend on how it is written: its own values and
 * those of each step, by name.
 *
 * @param values such as {@code from:kafka.topic} or {@code redeliveryPolicy.redeliveryDelay}
 * @param steps by id, in the order of the file; a step without id goes by its kind and its place
 */
record RouteOutline(
        RouteChanges.Subject subject,
        String id,
        String file,
        SortedMap<String, Value> values,
        Map<String, Step> steps) {
    private static final Set<String> EXPRESSIONS_OF_ADDRESSES = Set.of("enrich", "pollEnrich");
    private static final Set<String> ADDRESSED = Set.of("to", "toD", "wireTap", "poll", "from", "interceptFrom");

    /**
     * One step.
     *
     * @param block the step and branch whose list it is in, such as {@code hub-a-choice/when[1]}; empty for the route's
     * @param index within the block, from 0
     */
    record Step(String key, String kind, String block, int index, SortedMap<String, Value> values) {}

    /** Everything at the top of a file. */
    static List<RouteOutline> of(String file, Item root) {
        List<RouteOutline> outlines = new ArrayList<>();
        int number = 0;
        for (Item top : root.items()) {
            number++;
            for (Map.Entry<Item, Item> entry : top.entries().entrySet()) {
                outlines.addAll(of(file, number, entry.getKey().text(), entry.getValue()));
            }
        }
        return outlines;
    }

    static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<RouteOutline> of(String file, int number, String kind, Item value) {
        RouteChanges.Subject subject = switch (kind) {
            case "route" -> RouteChanges.Subject.ROUTE;
            case "routeConfiguration" -> RouteChanges.Subject.CONFIGURATION;
            case "beans" -> RouteChanges.Subject.BEAN;
            default -> RouteChanges.Subject.OTHER;
        };
        if (subject == RouteChanges.Subject.BEAN) {
            return value.items().stream()
                    .map(bean -> new Reader().read(subject, named(bean.text("name"), file, number), file, bean, kind))
                    .toList();
        }
        return List.of(new Reader().read(subject, named(value.text("id"), file, number), file, value, kind));
    }

    private static String named(String id, String file, int number) {
        return id.isEmpty() ? file + "#" + number : id;
    }

    /** Walks one part of a file. */
    private static final class Reader {
        private final Map<String, Step> steps = new LinkedHashMap<>();
        private final Map<String, Integer> nameless = new HashMap<>();

        RouteOutline read(RouteChanges.Subject subject, String id, String file, Item item, String kind) {
            SortedMap<String, Value> values = new TreeMap<>();
            values(item, kind, "", "", values);
            return new RouteOutline(subject, id, file, values, steps);
        }

        /**
         * @param kind the key under which the item lies
         * @param prefix of the values' names
         * @param block for the steps that lie directly below
         */
        private void values(Item item, String kind, String prefix, String block, SortedMap<String, Value> into) {
            if (item.isScalar()) {
                scalar(item, kind, prefix, into);
                return;
            }
            Optional<Item> uri = item.get("uri");
            uri.ifPresent(
                    address -> EndpointValues.add(new Endpoint(kind, item, address, Optional.empty()), prefix, into));
            item.entries().forEach((name, value) -> {
                String key = name.text();
                boolean known = (uri.isPresent() && Set.of("uri", "parameters").contains(key))
                        || (key.equals("id") && prefix.isEmpty());
                if (!known) {
                    entry(kind, key, value, prefix, block, into);
                }
            });
            hideByName(item, prefix, into);
        }

        private static void scalar(Item item, String kind, String prefix, SortedMap<String, Value> into) {
            if (ADDRESSED.contains(kind) || kind.endsWith("Uri")) {
                EndpointValues.add(new Endpoint(kind, item, item, Optional.empty()), prefix, into);
            } else if (!item.isEmpty()) {
                into.put(prefix.isEmpty() ? kind : prefix, Value.of(prefix + kind, item.text()));
            }
        }

        private void entry(
                String kind, String key, Item value, String prefix, String block, SortedMap<String, Value> into) {
            if (key.equals("steps")) {
                for (int i = 0; i < value.items().size(); i++) {
                    step(value.items().get(i), block, i);
                }
            } else if (key.equals("expression")) {
                // expression: {simple: {expression: x}}, simple: {expression: x} and simple: x are the same
                values(value, kind, prefix, block, into);
            } else if (value.isList()) {
                list(key, value, prefix, block, into);
            } else if (EXPRESSIONS_OF_ADDRESSES.contains(kind) && key.equals("constant")) {
                Item address = value.isScalar() ? value : value.at("expression");
                EndpointValues.add(new Endpoint(kind, value, address, Optional.empty()), prefix, into);
            } else {
                String inner = join(prefix, key);
                String branch = key.equals("from") ? block : block.isEmpty() ? key : block + "/" + key;
                values(value, key, inner, branch, into);
            }
        }

        private void list(String key, Item value, String prefix, String block, SortedMap<String, Value> into) {
            if (value.items().stream().allMatch(Item::isScalar)) {
                into.put(
                        join(prefix, key),
                        Value.of(
                                key,
                                String.join(
                                        ", ",
                                        value.items().stream().map(Item::text).toList())));
                return;
            }
            int number = 0;
            for (Item entry : value.items()) {
                number++;
                Item inner = entry.get(key).orElse(entry); // - onException: below onException:
                String id = inner.text("id");
                String name = key + "[" + (id.isEmpty() ? Integer.toString(number) : id) + "]";
                values(inner, key, join(prefix, name), block.isEmpty() ? name : block + "/" + name, into);
            }
        }

        private void step(Item item, String block, int index) {
            item.entries().forEach((kind, value) -> {
                String id = value.isScalar() ? "" : value.text("id");
                String key = id.isEmpty() ? nameless(kind.text(), block) : id;
                SortedMap<String, Value> values = new TreeMap<>();
                // before its own steps, so that steps are in the order of the file
                steps.put(key, new Step(key, kind.text(), block, index, values));
                values(value, kind.text(), "", key, values);
            });
        }

        private String nameless(String kind, String block) {
            int number = nameless.merge(block + " " + kind, 1, Integer::sum);
            return kind + " " + number + (block.isEmpty() ? "" : " of " + block);
        }

        /** {@code setHeader} of a name such as Authorization: its value is a secret whatever language says it. */
        private static void hideByName(Item item, String prefix, SortedMap<String, Value> into) {
            String name = item.text("name");
            if (Value.isSecretName(name)) {
                Stream.of("simple", "constant")
                        .map(language -> join(prefix, language))
                        .forEach(key -> into.computeIfPresent(key, (ignored, value) -> Value.secret(value.text())));
            }
        }

        private static String join(String prefix, String key) {
            return prefix.isEmpty() ? key : prefix + "." + key;
        }
    }
}
