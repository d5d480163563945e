package dev.serai.command;

import dev.serai.access.AccessProperties;
import dev.serai.routes.Finding;
import dev.serai.servers.DataFolder;
import dev.serai.servers.ServerProperties;
import dev.serai.servers.Servers;
import dev.serai.servers.StartupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.util.ClassUtils;
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
            findings.add(unreadable(e));
            return false;
        }
        environment.getPropertySources().addLast(new MapPropertySource("serai-servers", servers()));
        environment.getPropertySources().stream()
                .filter(OriginTrackedMapPropertySource.class::isInstance)
                .map(OriginTrackedMapPropertySource.class::cast)
                .forEach(this::placeholders);
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
            findings.add(unfit(e));
        }
    }

    private Map<String, Object> servers() {
        Map<String, Object> properties = new TreeMap<>(ServerProperties.standIns());
        try {
            Path data = Path.of(environment.getProperty("SERAI_DATA", "data"));
            properties.putAll(Servers.reachable(environment::getProperty, DataFolder.beside(data)));
            if (environment.acceptsProfiles(Profiles.of("production"))) {
                Servers.missing(environment::getProperty).forEach(this::missing);
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

    private static Finding unreadable(RuntimeException e) {
        Throwable cause = innermost(e);
        if (cause instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            return new Finding(
                    Origins.file(e),
                    yaml.getProblemMark().getLine() + 1,
                    yaml.getProblemMark().getColumn() + 1,
                    "SERAI-CONFIG-001",
                    "the file is not YAML: " + yaml.getProblem(),
                    "correct the syntax");
        }
        return new Finding(
                "configuration", 1, 1, "SERAI-CONFIG-001", "it cannot be read: " + message(cause), "see SERAI_CONFIG");
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
