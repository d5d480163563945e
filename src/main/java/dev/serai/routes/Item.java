package dev.serai.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file that knows where it stands. */
record Item(String file, Node node) {
    private static final Set<String> FOR_PEOPLE = Set.of("description", "note");

    /**
     * A mapping's entry wherever it is in the file.
     *
     * @param within the key under which the mapping lies; lists do not count
     * @param parameter whether it lies inside an endpoint's parameters
     */
    record Spot(Item owner, String within, Item name, Item value, boolean parameter) {
        String key() {
            return name.text();
        }
    }

    /** An empty mapping at the beginning of a file that cannot be read. */
    static Item empty(String file) {
        return new Item(file, new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK));
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isEmpty() {
        return node.getTag().equals(Tag.NULL);
    }

    /** A scalar as written; empty for everything else. */
    String text() {
        return text(node);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : "";
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
        for (NodeTuple tuple : tuples()) {
            entries.put(beside(tuple.getKeyNode()), beside(tuple.getValueNode()));
        }
        return entries;
    }

    Optional<Item> get(String key) {
        for (NodeTuple tuple : tuples()) {
            if (text(tuple.getKeyNode()).equals(key)) {
                return Optional.of(beside(tuple.getValueNode()));
            }
        }
        return Optional.empty();
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
        collect(spots, "", false);
        return spots.stream();
    }

    /** Every scalar that is a value, at any depth. */
    Stream<Item> scalars() {
        if (isScalar()) {
            return Stream.of(this);
        }
        return Stream.concat(items().stream(), entries().values().stream()).flatMap(Item::scalars);
    }

    /** The same without what is written for people only. */
    Stream<Item> values() {
        if (isScalar()) {
            return Stream.of(this);
        }
        Stream<Item> entries = entries().entrySet().stream()
                .filter(entry -> !FOR_PEOPLE.contains(entry.getKey().text()))
                .map(Map.Entry::getValue);
        return Stream.concat(items().stream(), entries).flatMap(Item::values);
    }

    Finding finding(Rule rule, String message, String suggestion) {
        return new Finding(file, line(), column(), rule.code(), message, suggestion);
    }

    private void collect(List<Spot> spots, String within, boolean parameter) {
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                beside(item).collect(spots, within, parameter);
            }
        }
        for (NodeTuple tuple : tuples()) {
            Item name = beside(tuple.getKeyNode());
            Item value = beside(tuple.getValueNode());
            spots.add(new Spot(this, within, name, value, parameter));
            value.collect(spots, name.text(), parameter || name.text().equals("parameters"));
        }
    }

    private List<NodeTuple> tuples() {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private Item beside(Node other) {
        return new Item(file, other);
    }
}
