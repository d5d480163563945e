package dev.serai.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Builds route files in a context of its own that starts nothing: no consumer joins a group, no clock ticks, no port is
 * opened. Finds what only Camel knows, such as an option that a component does not have.
 */
final class Rehearsal {
    private static final String CONFIGURATION = "routeConfiguration:";

    private final CamelContext hub;
    private final UnaryOperator<@Nullable String> properties;

    /** @param properties answers null for what is not set */
    Rehearsal(CamelContext hub, UnaryOperator<@Nullable String> properties) {
        this.hub = hub;
        this.properties = properties;
    }

    /**
     * What Camel says, by path; empty when all files can be built.
     *
     * @param running files that run: those that are the same are not built again, but for how they handle failures
     */
    Map<String, Exception> of(Map<String, String> contents, Map<String, String> running) {
        Map<String, Exception> failures = new LinkedHashMap<>();
        Set<String> changed = changed(contents, running);
        try (DefaultCamelContext scratch = new DefaultCamelContext(new DefaultRegistry(new HubBeans(hub)))) {
            scratch.getCamelContextExtension().setName("rehearsal");
            scratch.setAutoStartup(false);
            scratch.disableJMX();
            scratch.getPropertiesComponent().addPropertiesSource(new HubProperties(properties));
            ExtendedCamelContext extended = scratch.getCamelContextExtension();
            ComponentResolver resolver = extended.getContextPlugin(ComponentResolver.class);
            extended.addContextPlugin(ComponentResolver.class, (name, context) -> configured(resolver, name, context));
            scratch.start();
            List<LoadedFile.Parsed> parsed = new ArrayList<>();
            contents.forEach((path, content) -> {
                if (changed.contains(path) || content.contains(CONFIGURATION)) {
                    parse(scratch, path, content, parsed, failures);
                }
            });
            parsed.forEach(file -> scratch.addRouteConfigurations(file.configurations()));
            parsed.stream()
                    .filter(file -> changed.contains(file.path()))
                    .forEach(file -> build(scratch, file, failures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return failures;
    }

    /** All files, when one of those that changed says how failures are handled: others may name it. */
    private static Set<String> changed(Map<String, String> contents, Map<String, String> running) {
        Set<String> changed = new HashSet<>(contents.keySet());
        changed.removeIf(path -> contents.get(path).equals(running.get(path)));
        boolean handling = Stream.of(contents, running)
                .anyMatch(files -> changed.stream()
                        .anyMatch(path -> files.getOrDefault(path, "").contains(CONFIGURATION)));
        return handling ? contents.keySet() : changed;
    }

    private static void parse(
            ModelCamelContext scratch,
            String path,
            String content,
            List<LoadedFile.Parsed> parsed,
            Map<String, Exception> failures) {
        try {
            parsed.add(LoadedFile.parse(scratch, path, content));
        } catch (Exception e) {
            failures.put(path, e);
        }
    }

    private static void build(ModelCamelContext scratch, LoadedFile.Parsed parsed, Map<String, Exception> failures) {
        try {
            LoadedFile file = LoadedFile.of(parsed, 1);
            for (RouteDefinition body : file.bodies()) {
                scratch.addRouteDefinition(body);
            }
            for (Entry entry : file.entries()) {
                scratch.addRouteDefinition(entry.route(entry.id(), 1));
            }
        } catch (Exception e) {
            failures.put(parsed.path(), e);
        }
    }

    /** A component of its own, with the options that the hub's has. */
    private @Nullable Component configured(ComponentResolver resolver, String name, CamelContext scratch)
            throws Exception {
        if (name.equals("direct")) {
            return new LinkComponent(new Traffic());
        }
        if (name.equals("quartz")) {
            return new StoppedClock();
        }
        Component component = resolver.resolveComponent(name, scratch);
        Component configured = hub.hasComponent(name);
        if (component != null && configured != null && configured.getClass() == component.getClass()) {
            component.setCamelContext(scratch);
            copy(configured, component, scratch);
        }
        return component;
    }

    private void copy(Component from, Component to, CamelContext scratch) {
        PropertyConfigurer configurer = to.getComponentPropertyConfigurer();
        if (configurer instanceof org.apache.camel.spi.ExtendedPropertyConfigurerGetter getter) {
            for (String option : getter.getAllOptions(from).keySet()) {
                Object value = ((PropertyConfigurerGetter) getter).getOptionValue(from, option, true);
                if (value != null) {
                    configurer.configure(scratch, to, option, value, true);
                }
            }
        }
    }

    /** The hub's beans, but not its components: these belong to its context. */
    private record HubBeans(CamelContext hub) implements BeanRepository {
        @Override
        public @Nullable Object lookupByName(String name) {
            Object bean = hub.getRegistry().lookupByName(name);
            return bean instanceof Component ? null : bean;
        }

        @Override
        public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
            T bean = hub.getRegistry().lookupByNameAndType(name, type);
            return bean instanceof Component ? null : bean;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return hub.getRegistry().findByTypeWithName(type);
        }

        @Override
        public <T> @Nullable T findSingleByType(Class<T> type) {
            return hub.getRegistry().findSingleByType(type);
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return hub.getRegistry().findByType(type);
        }
    }

    private record HubProperties(UnaryOperator<@Nullable String> properties) implements PropertiesSource {
        @Override
        public String getName() {
            return "hub";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return properties.apply(name);
        }
    }
}
