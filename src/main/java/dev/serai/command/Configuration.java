package dev.serai.command;

import dev.serai.access.AccessProperties;
import dev.serai.routes.Finding;
import dev.serai.servers.DataFolder;
import dev.serai.servers.ServerProperties;
import dev.serai.servers.Servers;
import dev.serai.servers.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.ClassUtils;
import org.springframework.util.PlaceholderResolutionException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The configuration files as the hub would read them, and what is wrong with them. */
final class Configuration {
    private static final String OWN = "dev.serai.";

    private final ConfigurableEnvironment environment;
    private final List<Finding> findings = new ArrayList<>();

    Configuration(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    List<Finding> findings() {
        return findings;
    }

    /** False when the files cannot be read, which makes every further check pointless. */
    boolean load() {
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
        } catch (RuntimeException e) {
            unreadable(e);
            return false;
        }
        environment.getPropertySources().addLast(new MapPropertySource("serai-servers", servers()));
        environment.getPropertySources().stream()
                .filter(OriginTrackedMapPropertySource.class::isInstance)
                .map(OriginTrackedMapPropertySource.class::cast)
                .forEach(this::placeholders);
        environment.setIgnoreUnresolvableNestedPlaceholders(true); // each is reported once, where it is written
        return true;
    }

    /** Binds every group of settings that the hub's own beans take. */
    void bind(DefaultListableBeanFactory definitions) {
        Binder binder = Binder.get(environment);
        for (String name : definitions.getBeanDefinitionNames()) {
            String type = definitions.getBeanDefinition(name).getBeanClassName();
            if (type != null && type.startsWith(OWN)) {
                bind(binder, ClassUtils.resolveClassName(type, null));
            }
        }
    }

    private void bind(Binder binder, Class<?> type) {
        ConfigurationProperties settings = type.getAnnotation(ConfigurationProperties.class);
        if (settings == null) {
            return;
        }
        try {
            Object bound = binder.bindOrCreate(settings.value(), Bindable.of(type));
            if (bound instanceof AccessProperties access) {
                access.problems().forEach(this::access);
            }
        } catch (BindException e) {
            if (!(innermost(e) instanceof PlaceholderResolutionException)) {
                findings.add(unfit(e));
            }
        }
    }

    private Map<String, Object> servers() {
        Map<String, Object> properties = new TreeMap<>(ServerProperties.standIns());
        try {
            Path data = Path.of(environment.getProperty("SERAI_DATA", "data"));
            properties.putAll(Servers.reachable(environment::getProperty, DataFolder.beside(data)));
            if (environment.acceptsProfiles(Profiles.of("production"))) {
                Servers.missing(environment::getProperty).forEach(this::missing);
                requireSecretsKey();
            }
        } catch (StartupException e) {
            findings.add(new Finding("environment", 1, 1, e.code(), e.getMessage(), "correct the variable"));
        }
        return properties;
    }

    private void missing(String variable) {
        findings.add(new Finding(
                "environment",
                1,
                1,
                "SERAI-START-004",
                variable + " is not set; production needs its own servers",
                "set " + variable));
    }

    private void requireSecretsKey() {
        if (environment.getProperty("SERAI_SECRETS_KEY", "").isBlank()) {
            findings.add(new Finding(
                    "environment",
                    1,
                    1,
                    "SERAI-START-014",
                    "SERAI_SECRETS_KEY is not set; production seals webhook secrets with a key of its own",
                    "set it to 32 random bytes in base64: openssl rand -base64 32"));
        }
    }

    private void placeholders(OriginTrackedMapPropertySource source) {
        for (String name : source.getPropertyNames()) {
            try {
                environment.getProperty(name);
            } catch (IllegalArgumentException e) {
                findings.add(Origins.of(source, name)
                        .finding(
                                "SERAI-CONFIG-002",
                                name + ": " + message(e),
                                "set the variable or give a default, ${NAME:default}"));
            }
        }
    }

    private void access(String problem) {
        String setting = problem.split(" ", 2)[0];
        findings.add(Origins.inside(environment, setting)
                .finding("SERAI-CONFIG-004", problem, "the hub refuses to start until it is corrected"));
    }

    private Finding unfit(BindException e) {
        Throwable cause = innermost(e);
        return Origins.inside(environment, e.getName().toString())
                .finding(
                        "SERAI-CONFIG-003",
                        e.getName() + " does not fit: " + message(cause),
                        "write a value of the kind that config/application.yaml shows");
    }

    /** Spring does not say which file it could not read, so each is read again by itself. */
    private void unreadable(RuntimeException e) {
        int before = findings.size();
        for (Path file : files()) {
            try {
                new YamlPropertySourceLoader().load("check", new FileSystemResource(file));
            } catch (MarkedYAMLException yaml) {
                findings.add(notYaml(file, yaml));
            } catch (IOException | RuntimeException other) {
                findings.add(unreadable(file.toString(), other));
            }
        }
        if (findings.size() == before) {
            findings.add(unreadable("configuration", e));
        }
    }

    private List<Path> files() {
        String location = environment.getProperty("spring.config.location", "").replaceFirst("^(optional:)?file:", "");
        try (Stream<Path> all = Files.list(Path.of(location))) {
            return all.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // the reason is among the failure's own words
        }
    }

    private static Finding notYaml(Path file, MarkedYAMLException yaml) {
        Mark mark = yaml.getProblemMark();
        return new Finding(
                file.toString(),
                mark == null ? 1 : mark.getLine() + 1,
                mark == null ? 1 : mark.getColumn() + 1,
                "SERAI-CONFIG-001",
                "the file is not YAML: " + yaml.getProblem(),
                "correct the syntax");
    }

    private static Finding unreadable(String what, Exception e) {
        return new Finding(
                what, 1, 1, "SERAI-CONFIG-001", "it cannot be read: " + message(innermost(e)), "see SERAI_CONFIG");
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String message(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
