package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.routes.DefinedBeans;
import dev.serai.routes.RouteFacts;
import dev.serai.routes.RouteLint;
import dev.serai.routes.RouteReport;
import dev.serai.servers.ServerProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RoutesTest {
    private static final Path SQL = Path.of("src/main/resources");

    private static DefaultListableBeanFactory definitions = new DefaultListableBeanFactory();
    private static Set<String> kept = Set.of();
    private static Set<String> watched = Set.of();
    private static RouteReport report = new RouteReport(0, 0, List.of(), Set.of(), Set.of());

    @BeforeAll
    static void look() {
        StandardEnvironment environment = Hub.environment(Map.of());
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        Map<String, Object> servers = new TreeMap<>(ServerProperties.standIns());
        environment.getPropertySources().addLast(new MapPropertySource("servers", servers));
        definitions = DefinedBeans.definitions(HubApplication.class, environment);
        RouteFacts facts = RouteFacts.of(environment, definitions);
        kept = facts.settings();
        watched = kept.stream()
                .filter(name -> name.matches("serai\\.alerts\\.conditions\\[\\d+]\\.query"))
                .map(environment::getProperty)
                .collect(Collectors.toSet());
        report = RouteLint.check(Path.of("routes"), facts);
    }

    @Test
    void theHubsRoutesKeepEveryRule() {
        assertThat(report.findings()).isEmpty();
        assertThat(report.routes()).isPositive();
    }

    @Test
    void everySqlFileIsUsed() throws IOException {
        Set<String> unused = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SQL.resolve("sql"))) {
            files.filter(file -> file.toString().endsWith(".sql"))
                    .map(file -> SQL.relativize(file).toString())
                    .filter(file -> !report.resources().contains(file)
                            && !isReadByJava(file)
                            && !isRetained(file)
                            && !isWatched(file))
                    .forEach(unused::add);
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void everyBeanOfTheHubIsNamedByARouteOrTakenByAnotherBean() {
        List<Method> methods = Arrays.stream(definitions.getBeanDefinitionNames())
                .map(definitions::getBeanDefinition)
                .filter(AnnotatedBeanDefinition.class::isInstance)
                .map(AnnotatedBeanDefinition.class::cast)
                .filter(bean -> bean.getFactoryMethodMetadata() != null)
                .map(bean -> bean.getFactoryMethodMetadata().getDeclaringClassName())
                .distinct()
                .filter(name -> name.startsWith("dev.serai."))
                .flatMap(name -> Arrays.stream(load(name).getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .toList();
        Set<String> taken = new TreeSet<>();
        methods.forEach(
                method -> Arrays.stream(method.getGenericParameterTypes()).forEach(type -> names(type, taken)));
        assertThat(methods)
                .filteredOn(method -> method.getReturnType().getName().startsWith("dev.serai."))
                .filteredOn(method -> !CamelContextConfiguration.class.isAssignableFrom(method.getReturnType()))
                .filteredOn(method -> !report.beans().contains(method.getName()))
                .filteredOn(method -> types(method.getReturnType()).noneMatch(type -> taken.contains(type.getName())))
                .isEmpty();
    }

    /** Rules of retention are named by the setting that says how long. */
    private static boolean isRetained(String file) {
        return kept.contains("serai.retention.keep." + file.replaceAll("sql/retention/|\\.sql", ""));
    }

    /** Conditions of alerts are named by the setting that says what they mean. */
    private static boolean isWatched(String file) {
        String query = file.replaceAll("sql/alerts/conditions/|\\.sql", "");
        return watched.contains(query);
    }

    private static boolean isReadByJava(String file) {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(source -> source.toString().endsWith(".java"))
                    .anyMatch(source -> mentions(source, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sweeps name their statement without its folder. */
    private static boolean mentions(Path source, String file) {
        try {
            String text = Files.readString(source);
            return text.contains("\"" + file + "\"")
                    || text.contains("\"/" + file + "\"")
                    || text.contains("new SqlStep(\"" + file.replaceAll("sql/reconcile/|\\.sql", "") + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void names(Type type, Set<String> into) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(inner -> names(inner, into));
        }
        into.add(type.getTypeName());
    }

    private static Stream<Class<?>> types(Class<?> type) {
        Stream<Class<?>> parents =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        return Stream.concat(Stream.of(type), parents.flatMap(RoutesTest::types));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
