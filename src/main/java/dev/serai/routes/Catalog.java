package dev.serai.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What Camel's own catalogue, a JSON file in each component's jar, says of the components on the class path. */
final class Catalog {
    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";
    private static final Map<String, Optional<Component>> READ = new ConcurrentHashMap<>();

    private Catalog() {}

    /**
     * A component, by the scheme of its addresses.
     *
     * @param syntax of its addresses, such as {@code quartz:groupName/triggerName}
     * @param lenient options that it does not know go to the other side, as an HTTP query does
     * @param options in the catalogue's order
     */
    record Component(String scheme, String syntax, boolean lenient, Map<String, Option> options) {
        /** The option of exactly this name, or the one whose prefix the name has, as in {@code scheduler.cron}. */
        Optional<Option> option(String name) {
            return Optional.ofNullable(options.get(name))
                    .or(() -> options.values().stream()
                            .filter(option -> !option.prefix().isEmpty() && name.startsWith(option.prefix()))
                            .findFirst());
        }

        /** The options that the part after the colon sets, in their order. */
        List<Option> path() {
            return options.values().stream()
                    .filter(Option::path)
                    .sorted(Comparator.comparingInt(option -> syntax.lastIndexOf(option.name())))
                    .toList();
        }
    }

    /**
     * One option of a component.
     *
     * @param type {@code string, boolean, integer, number, duration, enum} or {@code object}
     * @param values all that an enum accepts
     * @param prefix of a group of options, such as {@code scheduler.}; else empty
     */
    record Option(String name, boolean path, String type, boolean secret, List<String> values, String prefix) {
        /** Numbers, times, switches and choices can name no class, host, file or bean. */
        boolean plain() {
            return prefix.isEmpty() && !type.equals("string") && !type.equals("object");
        }
    }

    static Optional<Component> component(String scheme) {
        return READ.computeIfAbsent(scheme, Catalog::read);
    }

    /** All components that the hub has. */
    static Set<String> schemes() {
        return Schemes.ALL;
    }

    private static Optional<Component> read(String scheme) {
        @Nullable
        URL service =
                scheme.matches("[\\w.+-]+") ? Catalog.class.getClassLoader().getResource(SERVICES + scheme) : null;
        return service == null ? Optional.empty() : Optional.of(read(scheme, service));
    }

    private static Component read(String scheme, URL service) {
        try (InputStream in = service.openStream()) {
            Properties properties = new Properties();
            properties.load(in);
            String type = properties.getProperty("class", "");
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            try (InputStream json =
                    Catalog.class.getClassLoader().getResourceAsStream("META-INF/" + folder + scheme + ".json")) {
                return json == null
                        ? new Component(scheme, "", true, Map.of())
                        : of(scheme, new ObjectMapper().readTree(json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Camel's description of the component " + scheme + " cannot be read", e);
        }
    }

    private static Component of(String scheme, JsonNode json) {
        Map<String, Option> options = new LinkedHashMap<>();
        json.path("properties").properties().forEach(entry -> {
            JsonNode option = entry.getValue();
            options.put(
                    entry.getKey(),
                    new Option(
                            entry.getKey(),
                            option.path("kind").asText().equals("path"),
                            option.path("type").asText(),
                            option.path("secret").asBoolean(),
                            option.path("enum")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .toList(),
                            option.path("prefix").asText()));
        });
        JsonNode component = json.path("component");
        return new Component(
                scheme,
                component.path("syntax").asText(),
                component.path("lenientProperties").asBoolean(),
                options);
    }

    /** Found by a walk over the class path, which only a mistake needs. */
    private static final class Schemes {
        static final Set<String> ALL = find();

        private static Set<String> find() {
            try {
                Set<String> names = new TreeSet<>();
                for (Resource found :
                        new PathMatchingResourcePatternResolver().getResources("classpath*:" + SERVICES + "*")) {
                    names.add(String.valueOf(found.getFilename()));
                }
                return names;
            } catch (IOException e) {
                throw new UncheckedIOException("Camel's components cannot be listed", e);
            }
        }
    }
}
