package dev.serai.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one YAML file within limits that keep a hostile or broken one from costing more than its size. */
final class YamlReader {
    /** For the hub's own files, and the most that a policy can grant. */
    static final RoutePolicy.Limits OWN = new RoutePolicy.Limits(1_000_000, 100, 10_000);

    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final String file;
    private final List<Finding> findings;
    private final RoutePolicy.Limits limits;
    private final LoadSettings settings;

    /** Mistakes are added to {@code findings}. */
    YamlReader(String file, List<Finding> findings, RoutePolicy.Limits limits) {
        this.file = file;
        this.findings = findings;
        this.limits = limits;
        this.settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(limits.characters())
                .build();
    }

    /** Empty when the file cannot be read; a finding says why then. */
    Optional<Item> read(String text) {
        if (text.length() > limits.characters()) {
            refuseSize(text.length());
            return Optional.empty();
        }
        try {
            return withinLimits(text) ? composed(text) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            refuse(e.getProblemMark().or(e::getContextMark), "is not YAML: " + problem(e), "correct the syntax");
        } catch (YamlEngineException e) {
            refuse(Optional.empty(), "cannot be read: " + e.getMessage(), "correct the syntax");
        }
        return Optional.empty();
    }

    /** For who knows the size before the text is read. */
    void refuseSize(long size) {
        limit(
                Optional.empty(),
                "has " + size + " characters; expected at most " + limits.characters(),
                "split it: one subject a file");
    }

    private Optional<Item> composed(String text) {
        Optional<Item> root = new Compose(settings).composeString(text).map(node -> new Item(file, node));
        if (root.isEmpty() || root.get().isEmpty()) {
            refuse(Optional.empty(), "is empty; expected a list of routes", "write a route or delete the file");
            return Optional.empty();
        }
        int before = findings.size();
        requireKeysOnce(root.get());
        return findings.size() == before ? root : Optional.empty();
    }

    /** Looks at the events alone, which are made one at a time whatever the file holds. */
    private boolean withinLimits(String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > limits.depth()) {
                return limit(
                        event.getStartMark(),
                        "is nested deeper than " + limits.depth() + " levels",
                        "move steps to a route of their own");
            }
            if (event instanceof AliasEvent alias) {
                return limit(
                        event.getStartMark(),
                        "repeats *" + alias.getAlias().getValue() + "; aliases are not used in routes",
                        "write out what shall run, or call a shared direct: route");
            }
        }
        return true;
    }

    private void requireKeysOnce(Item item) {
        Set<String> seen = new HashSet<>();
        requirePlain(item);
        item.entries().forEach((key, value) -> {
            if (!key.isScalar()) {
                findings.add(key.finding(Rule.YAML, "a key is a list or a mapping", "write a name before the colon"));
            } else if (!seen.add(key.text())) {
                findings.add(key.finding(Rule.YAML, "key \"" + key.text() + "\" is there twice", "delete one of them"));
            }
            requirePlain(key);
            requireKeysOnce(value);
        });
        item.items().forEach(this::requireKeysOnce);
    }

    /** A tag asks whoever reads the file to make an object of a class. */
    private void requirePlain(Item item) {
        Tag tag = item.node().getTag();
        if (!PLAIN.contains(tag)) {
            String message = "the tag " + tag.getValue() + " names a type; values are text, lists and keys";
            findings.add(item.finding(Rule.YAML, message, "delete the tag"));
        }
    }

    private boolean refuse(Optional<Mark> mark, String what, String suggestion) {
        return refuse(Rule.YAML, mark, what, suggestion);
    }

    private boolean limit(Optional<Mark> mark, String what, String suggestion) {
        return refuse(Rule.LIMIT, mark, what, suggestion);
    }

    private boolean refuse(Rule rule, Optional<Mark> mark, String what, String suggestion) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        findings.add(new Finding(file, line, column, rule.code(), "the file " + what, suggestion));
        return false;
    }

    private static String problem(MarkedYamlEngineException e) {
        List<String> parts = new ArrayList<>();
        for (@Nullable String part : new @Nullable String[] {e.getContext(), e.getProblem()}) {
            if (part != null && !part.isBlank()) {
                parts.add(part.replaceAll("\\s+", " ").strip());
            }
        }
        return String.join(", ", parts);
    }
}
