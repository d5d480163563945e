package dev.serai;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import dev.serai.servers.ServersInitializer;
import dev.serai.servers.StartupException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Starts the hub in this process: data folder, servers, application. */
public final class Hub {
    private Hub() {}

    /**
     * Starts a hub and returns when it serves.
     *
     * @param overrides win over the process's environment; keys are variables ({@code SERAI_PORT}) or Spring properties
     * @throws StartupException when it cannot start; nothing is left running then
     */
    public static RunningHub start(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putAll(overrides);
        DataFolder folder = DataFolder.own(Path.of(settings.getOrDefault("SERAI_DATA", "data")));
        ServersInitializer initializer = new ServersInitializer(folder);
        try {
            ConfigurableApplicationContext context =
                    application(overrides, initializer).run();
            return new RunningHub(context, Objects.requireNonNull(initializer.servers()), folder);
        } catch (RuntimeException | Error e) {
            close(folder, initializer.servers());
            throw StartFailure.explain(e);
        }
    }

    private static SpringApplication application(Map<String, String> overrides, ServersInitializer initializer) {
        SpringApplication application = new SpringApplication(HubApplication.class);
        application.setEnvironment(environment(overrides));
        application.addInitializers(initializer);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false); // the order matters: context first, then the servers
        return application;
    }

    /** The variables and where the configuration files are; the files themselves are not read yet. */
    static StandardEnvironment environment(Map<String, String> overrides) {
        Map<String, Object> top = new HashMap<>(overrides);
        String folder = overrides.getOrDefault("SERAI_CONFIG", System.getenv().getOrDefault("SERAI_CONFIG", "config"));
        top.putIfAbsent("spring.config.location", "file:" + folder + "/");
        StandardEnvironment environment = new StandardEnvironment();
        // A name of this ending is bound as environment variables are: SPRING_PROFILES_ACTIVE is
        // spring.profiles.active.
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("serai-systemEnvironment", top));
        environment.getPropertySources().addLast(new RoleSwitches(environment::getProperty));
        return environment;
    }

    private static void close(DataFolder folder, @Nullable Servers servers) {
        try (folder;
                servers) {
            // closes both, the servers first
        }
    }
}
