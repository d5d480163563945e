package dev.serai.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file that knows where it stands. */
record Item(String file, Node node) {
    /** A mapping's entry wherever it is in the file; {@code parameter} when it lies inside an endpoint's parameters. */
    record Spot(Item owner, Item name, Item value, boolean parameter) {
        String key() {
            return name.text();
        }
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isEmpty() {
        return node.getTag().equals(Tag.NULL);
    }

    /** A scalar as written; empty for everything else. */
    String text() {
        return node instanceof ScalarNode scalar && !isEmpty() ? scalar.getValue() : "";
    }

    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    int column() {
        return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    List<Item> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(this::beside).toList()
                : List.of();
    }

    Map<Item, Item> entries() {
        Map<Item, Item> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entries.put(beside(tuple.getKeyNode()), beside(tuple.getValueNode()));
            }
        }
        return entries;
    }

    Optional<Item> get(String key) {
        return entries().entrySet().stream()
                .filter(entry -> entry.getKey().text().equals(key))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The text under a key; empty when it is missing. */
    String text(String key) {
        return get(key).map(Item::text).orElse("");
    }

    /** Where a key is written, or else where this mapping begins. */
    Item at(String key) {
        return get(key).orElse(this);
    }

    /** Every entry at any depth, in the order of the file. */
    Stream<Spot> walk() {
        List<Spot> spots = new ArrayList<>();
        collect(spots, false);
        return spots.stream();
    }

    /** Every scalar that is a value, at any depth. */
    Stream<Item> scalars() {
        if (isScalar()) {
            return Stream.of(this);
        }
        return Stream.concat(items().stream(), entries().values().stream()).flatMap(Item::scalars);
    }

    Finding finding(Rule rule, String message, String suggestion) {
        return new Finding(file, line(), column(), rule.code(), message, suggestion);
    }

    private void collect(List<Spot> spots, boolean parameter) {
        items().forEach(item -> item.collect(spots, parameter));
        entries().forEach((name, value) -> {
            spots.add(new Spot(this, name, value, parameter));
            value.collect(spots, parameter || name.text().equals("parameters"));
        });
    }

    private Item beside(Node other) {
        return new Item(file, other);
    }
}
