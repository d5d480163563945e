package dev.serai.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the operators' policy, and says everything that is wrong with it. */
final class PolicyReader {
    private static final List<String> KEYS = List.of(
            "limits",
            "components",
            "hosts",
            "steps",
            "languages",
            "data-formats",
            "beans",
            "headers",
            "settings",
            "secrets",
            "folders",
            "kept");
    private static final List<String> LIMITS = List.of("characters", "depth", "files");
    /** What Camel would run as code, whatever the policy says. */
    private static final Set<String> NEVER = Set.of(
            "groovy",
            "mvel",
            "ognl",
            "js",
            "java",
            "joor",
            "python",
            "spel",
            "csimple",
            "wasm",
            "language",
            "script",
            "exec",
            "ssh",
            "class");

    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    PolicyReader(String file) {
        this.file = file;
    }

    RoutePolicy read(String text) {
        Optional<Item> read = new YamlReader(file, findings, YamlReader.OWN).read(text);
        findings.replaceAll(finding -> new Finding(
                finding.file(),
                finding.line(),
                finding.column(),
                Rule.POLICY.code(),
                finding.message(),
                finding.suggestion()));
        Item root = read.orElseGet(() -> Item.empty(file));
        if (read.isPresent()) {
            keys(root, KEYS);
        }
        RoutePolicy.Limits limits = limits(root);
        return new RoutePolicy(
                limits,
                components(root),
                texts(
                        root,
                        "hosts",
                        "[\\w*]([\\w.*-]*\\w)?(:\\d{1,5})?",
                        "a host such as api.example.com or *.example.com:8443"),
                texts(root, "steps", "[a-zA-Z]+", "a kind of step such as setHeader"),
                texts(root, "languages", "[a-zA-Z]+", "a language such as simple"),
                texts(root, "data-formats", "[\\w-]+", "a data format such as json"),
                texts(root, "beans", "\\w+\\.\\w+", "a bean and its method such as prometheusMeterRegistry.scrape"),
                texts(root, "headers", "[\\w.*-]+", "a header such as CamelHttpResponseCode"),
                texts(root, "settings", "[\\w.*-]*[\\w*]", "a setting such as serai.*"),
                texts(root, "secrets", "[\\w.*-]*[\\w*]", "a setting such as *password*"),
                texts(root, "folders", "[\\w-]+(/[\\w-]+)*", "a folder below the data folder such as files/in"),
                texts(root, "kept", "[\\w*][\\w*-]*", "a route such as live-*"),
                findings);
    }

    private void keys(Item mapping, List<String> known) {
        mapping.entries().keySet().stream()
                .filter(key -> !known.contains(key.text()))
                .forEach(key -> refuse(
                        key,
                        "there is no \"" + key.text() + "\" here",
                        Nearest.orElse(key.text(), known, "expected " + String.join(", ", known))));
        known.stream()
                .filter(key -> mapping.get(key).isEmpty())
                .forEach(key -> refuse(
                        mapping, key + ": is missing", "write it; an empty list allows nothing: " + key + ": []"));
    }

    private RoutePolicy.Limits limits(Item root) {
        Optional<Item> limits = root.get("limits");
        limits.ifPresent(found -> keys(found, LIMITS));
        return new RoutePolicy.Limits(
                number(limits, "characters", YamlReader.OWN.characters()),
                number(limits, "depth", YamlReader.OWN.depth()),
                number(limits, "files", YamlReader.OWN.files()));
    }

    private int number(Optional<Item> limits, String key, int largest) {
        Optional<Item> item = limits.flatMap(found -> found.get(key));
        String text = item.map(Item::text).orElse("");
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (item.isPresent() && (number < 1 || number > largest)) {
            refuse(
                    item.get(),
                    "limits.%s is \"%s\"; expected a whole number from 1 to %d".formatted(key, text, largest),
                    "correct the number");
        }
        return number;
    }

    private Map<String, Set<String>> components(Item root) {
        Map<String, Set<String>> components = new LinkedHashMap<>();
        root.get("components").ifPresent(all -> {
            if (all.isScalar() || !all.items().isEmpty()) {
                refuse(all, "components is no mapping", "write kafka: [topic, groupId]");
            }
            all.entries().forEach((scheme, options) -> {
                Optional<Catalog.Component> component = component(scheme);
                List<Item> names = list(options, scheme.text());
                component.ifPresent(known -> names.forEach(name -> option(known, name)));
                components.put(scheme.text(), names.stream().map(Item::text).collect(Collectors.toUnmodifiableSet()));
            });
        });
        return components;
    }

    private Optional<Catalog.Component> component(Item scheme) {
        if (never(scheme)) {
            return Optional.empty();
        }
        Optional<Catalog.Component> component = Catalog.component(scheme.text());
        if (component.isEmpty()) {
            refuse(
                    scheme,
                    "the hub has no component \"" + scheme.text() + "\"",
                    Nearest.orElse(scheme.text(), Catalog.schemes(), "delete it or add its starter to pom.xml"));
        }
        return component;
    }

    private void option(Catalog.Component component, Item name) {
        if (component.option(name.text()).isEmpty()) {
            refuse(
                    name,
                    component.scheme() + ": has no option \"" + name.text() + "\"",
                    Nearest.orElse(name.text(), component.options().keySet(), "see Camel's manual of the component"));
        }
    }

    private Set<String> texts(Item root, String key, String pattern, String expected) {
        List<Item> items = root.get(key).map(value -> list(value, key)).orElse(List.of());
        for (Item item : items) {
            if (!item.text().matches(pattern)) {
                refuse(item, key + " has \"" + item.text() + "\"; expected " + expected, "correct or delete it");
            } else if (Set.of("steps", "languages", "data-formats").contains(key)) {
                never(item);
            }
        }
        return items.stream().map(Item::text).collect(Collectors.toUnmodifiableSet());
    }

    private boolean never(Item item) {
        boolean never = NEVER.contains(item.text());
        if (never) {
            refuse(item, item.text() + " runs code and is never allowed in routes", "delete it");
        }
        return never;
    }

    private List<Item> list(Item value, String key) {
        boolean wrong = !value.isList() || value.items().stream().anyMatch(item -> !item.isScalar() || item.isEmpty());
        if (wrong) {
            refuse(value, key + " is no list of names", "write " + key + ": [a, b]");
            return List.of();
        }
        return value.items();
    }

    private void refuse(Item place, String message, String suggestion) {
        findings.add(place.finding(Rule.POLICY, message, suggestion));
    }
}
