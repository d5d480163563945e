package dev.serai.access;

import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Builds what authenticates callers from the settings. No key is fetched before the first token arrives. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
public class AccessConfiguration {

    /** A route of this name's bean fetches the news. */
    @Bean
    Denials denials(@Qualifier("systemDataSource") DataSource system, ObjectProvider<Clock> clock) {
        return new Denials(new JdbcDenialStore(system), clock.getIfAvailable(Clock::systemUTC));
    }

    /** Takes the data source of the login {@code serai_system}; opens no connection before the first service key. */
    @Bean
    ServiceKeyStore serviceKeyStore(@Qualifier("systemDataSource") DataSource system) {
        return new JdbcServiceKeyStore(system);
    }

    @Bean
    ServiceKeys serviceKeys(ServiceKeyStore store, Denials denials, ObjectProvider<Clock> clock) {
        return new ServiceKeys(store, denials, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Authenticator authenticator(
            AccessProperties properties,
            Environment environment,
            @Value("${serai.data:data}") Path dataFolder,
            Denials denials,
            ServiceKeys serviceKeys,
            ObjectProvider<Clock> clock) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        Clock now = clock.getIfAvailable(Clock::systemUTC);
        DevelopmentKeys development = production ? null : new DevelopmentKeys(dataFolder, now);
        return Authenticators.create(properties, development, denials, serviceKeys, now);
    }
}
