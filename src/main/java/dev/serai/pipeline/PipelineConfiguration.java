package dev.serai.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that pipeline routes name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {
    @Bean
    Envelope envelope(ObjectMapper json) {
        return new Envelope(json);
    }

    @Bean
    Claims claims(PipelineSettings settings) {
        return new Claims(settings);
    }

    @Bean
    Failures failures(PipelineSettings settings, ObjectMapper json) {
        return new Failures(settings, json, RandomGenerator.getDefault());
    }

    @Bean
    FailedStep failedStep() {
        return new FailedStep();
    }

    @Bean
    Outbox outbox() {
        return new Outbox();
    }
}
