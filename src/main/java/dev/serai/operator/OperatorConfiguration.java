package dev.serai.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes of dead letters and operators name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplaySettings.class)
class OperatorConfiguration {
    @Bean
    LetterFilter letterFilter(ObjectMapper json) {
        return new LetterFilter(json);
    }

    @Bean
    Replays replays(ReplaySettings settings) {
        return new Replays(settings);
    }

    @Bean
    OperatorActions operatorActions(ObjectMapper json) {
        return new OperatorActions(json);
    }
}
