package dev.serai.servers;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Starts the servers before the first bean asks for one, and adds their properties with the lowest precedence, so that
 * whatever the environment says wins. Whoever runs the application closes {@link #servers()} after the context.
 */
public final class ServersInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private final DataFolder folder;
    private @Nullable Servers servers;

    public ServersInitializer(DataFolder folder) {
        this.folder = folder;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        Servers started = Servers.start(environment::getProperty, folder, !production);
        servers = started;
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("serai-servers", Map.copyOf(started.properties())));
        context.getBeanFactory().registerSingleton("dataFolder", folder);
    }

    /** Null before {@link #initialize} has succeeded. */
    public @Nullable Servers servers() {
        return servers;
    }
}
