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

/** Reads one YAML file within limits that keep a hostile or broken one from costing more than its size. */
final class YamlReader {
    /** Characters. */
    private static final int LARGEST = 1_000_000;

    private static final int DEEPEST = 100;

    private final String file;
    private final List<Finding> findings;
    private final LoadSettings settings;

    /** Mistakes are added to {@code findings}. */
    YamlReader(String file, List<Finding> findings) {
        this.file = file;
        this.findings = findings;
        this.settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(LARGEST).build();
    }

    /** Empty when the file cannot be read; a finding says why then. */
    Optional<Item> read(String text) {
        try {
            return withinLimits(text) ? composed(text) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            refuse(e.getProblemMark().or(e::getContextMark), "is not YAML: " + problem(e), "correct the syntax");
        } catch (YamlEngineException e) {
            refuse(Optional.empty(), "cannot be read: " + e.getMessage(), "keep it below " + LARGEST + " characters");
        }
        return Optional.empty();
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
            if (depth > DEEPEST) {
                return refuse(
                        event.getStartMark(),
                        "is nested deeper than " + DEEPEST + " levels",
                        "move steps to a route of their own");
            }
            if (event instanceof AliasEvent alias) {
                return refuse(
                        event.getStartMark(),
                        "repeats *" + alias.getAlias().getValue() + "; aliases are not used in routes",
                        "write out what shall run, or call a shared direct: route");
            }
        }
        return true;
    }

    private void requireKeysOnce(Item item) {
        Set<String> seen = new HashSet<>();
        item.entries().forEach((key, value) -> {
            if (!seen.add(key.text())) {
                findings.add(key.finding(Rule.YAML, "key \"" + key.text() + "\" is there twice", "delete one of them"));
            }
            requireKeysOnce(value);
        });
        item.items().forEach(this::requireKeysOnce);
    }

    private boolean refuse(Optional<Mark> mark, String what, String suggestion) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        findings.add(new Finding(file, line, column, Rule.YAML.code(), "the file " + what, suggestion));
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
