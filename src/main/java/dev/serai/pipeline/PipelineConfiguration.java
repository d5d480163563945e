package dev.serai.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that pipeline routes name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PipelineSettings.class, IntakeSettings.class})
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

    @Bean
    NodeControl nodeControl(
            CamelContext camel,
            Claims claims,
            ObjectMapper json,
            @Value("${serai.node}") String node,
            Environment environment) {
        List<String> roles = Stream.of("api", "worker", "scheduler")
                .filter(role -> environment.getRequiredProperty("serai.role." + role, Boolean.class))
                .toList();
        return new NodeControl(camel, claims, json, node, roles);
    }

    @Bean
    Pauses pauses(NodeControl control) {
        return new Pauses(control);
    }

    @Bean
    Figures figures(MeterRegistry meters) {
        return new Figures(meters);
    }

    @Bean
    DiskUsage diskUsage(@Value("${serai.data:data}") Path folder) {
        return new DataDisk(folder);
    }

    @Bean
    Intake intake(
            IntakeSettings settings,
            Figures figures,
            DiskUsage disk,
            @Value("${serai.system-enabled}") boolean enabled) {
        return new Intake(settings, figures, disk, enabled);
    }

    @Bean
    PipelineHealth pipelineHealth(Figures figures, Intake intake) {
        return new PipelineHealth(figures, intake);
    }

    @Bean
    StuckJobs stuckJobs() {
        return new StuckJobs();
    }

    @Bean
    JobSelection jobSelection() {
        return new JobSelection();
    }

    @Bean
    PipelineOperations pipelineOperations(JobSelection jobs) {
        return new PipelineOperations(jobs);
    }
}
