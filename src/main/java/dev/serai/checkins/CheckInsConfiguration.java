package dev.serai.checkins;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The beans that the routes of check-ins name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CheckInSettings.class)
class CheckInsConfiguration {
    @Bean
    CheckInDefaults checkInDefaults(CheckInSettings settings, ObjectMapper json, Environment environment) {
        settings.require(environment.acceptsProfiles(Profiles.of("production")));
        return new CheckInDefaults(settings, json);
    }

    @Bean
    CheckInRequests checkInRequests(CheckInDefaults defaults) {
        return new CheckInRequests(defaults);
    }
}
