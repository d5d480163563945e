package dev.serai.pipeline;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often and when a stage is tried again.
 *
 * @param stages overrides by stage name
 */
@ConfigurationProperties("serai.pipeline")
public record PipelineSettings(
        @DefaultValue Retry retry, @DefaultValue Map<String, Retry> stages) {

    /**
     * When a stage is tried again.
     *
     * @param attempts all attempts of a stage, the first included
     * @param firstDelay wait before the second attempt; doubles with each further one
     * @param maxDelay longest wait
     */
    public record Retry(
            @DefaultValue("5") int attempts,
            @DefaultValue("2s") Duration firstDelay,
            @DefaultValue("5m") Duration maxDelay) {}

    Retry stage(String name) {
        return stages.getOrDefault(name, retry);
    }
}
