package dev.serai.routes;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.type.MethodMetadata;

/**
 * What route files refer to and do not define themselves.
 *
 * @param properties looks up a property such as {@code serai.embedding.provider}; null when it is not set
 * @param settings the names of properties, as far as they can be listed
 * @param beans the type of every bean by its name; empty where the definition does not say it
 * @param operations the contract's operations, each of which needs a route
 * @param calledFromJava direct endpoints that the hub's own code calls
 * @param jobs direct endpoints that config/schedules.yaml names, by job
 * @param policy what routes may use
 */
public record RouteFacts(
        Function<String, @Nullable String> properties,
        Set<String> settings,
        Map<String, String> beans,
        List<ContractOperation> operations,
        Set<String> calledFromJava,
        Map<String, String> jobs,
        RoutePolicy policy) {

    /** The servlet entries and other beans call these beside the operations themselves. */
    private static final Set<String> CALLED_FROM_JAVA = Set.of(
            "documents-upload-recall",
            "documents-discard",
            "access-foreign-org",
            "company-gate",
            "company-gate-billing",
            "outbound-deliver");

    private static final Pattern JOB = Pattern.compile("serai\\.schedules\\.jobs\\.([a-z0-9-]+)\\.route");
    private static final String POLICY = "serai.routes.policy";

    public RouteFacts {
        settings = Set.copyOf(settings);
        beans = Map.copyOf(beans);
        operations = List.copyOf(operations);
        calledFromJava = Set.copyOf(calledFromJava);
        jobs = Map.copyOf(jobs);
    }

    /**
     * The hub's own contract and code, with these properties and beans.
     *
     * @param beans asked for definitions only; no bean is made
     */
    public static RouteFacts of(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        RoutePolicy policy = RoutePolicy.read(Path.of(environment.getProperty(POLICY, "config/route-policy.yaml")));
        return new RouteFacts(
                environment::getProperty,
                names(environment),
                types(beans),
                ContractOperation.all(),
                CALLED_FROM_JAVA,
                jobs(environment),
                policy);
    }

    private static Map<String, String> jobs(ConfigurableEnvironment environment) {
        Map<String, String> jobs = new TreeMap<>();
        for (String name : names(environment)) {
            Matcher job = JOB.matcher(name);
            if (job.matches()) {
                jobs.put(job.group(1), environment.getProperty(name, ""));
            }
        }
        return jobs;
    }

    private static Set<String> names(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(name -> name.startsWith("serai."))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> types(ConfigurableListableBeanFactory beans) {
        Map<String, String> types = new TreeMap<>();
        for (String name : beans.getBeanDefinitionNames()) {
            types.put(name, type(beans.getBeanDefinition(name)));
        }
        return types;
    }

    private static String type(BeanDefinition definition) {
        Optional<MethodMetadata> factory = definition instanceof AnnotatedBeanDefinition annotated
                ? Optional.ofNullable(annotated.getFactoryMethodMetadata())
                : Optional.empty();
        return factory.map(MethodMetadata::getReturnTypeName)
                .orElseGet(
                        () -> Optional.ofNullable(definition.getBeanClassName()).orElse(""));
    }
}
