package dev.serai.webhooks;

import dev.serai.pipeline.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often work on events is tried.
 *
 * @param attempts all, the first included
 * @param firstDelay before the second attempt; doubles with each further one
 * @param maxDelay the longest
 */
@ConfigurationProperties("serai.webhooks.retry")
record RetrySettings(
        @DefaultValue("10") int attempts,
        @DefaultValue("2s") Duration firstDelay,
        @DefaultValue("10m") Duration maxDelay) {

    Duration delay(int attempt, RandomGenerator random) {
        return Backoff.after(attempt, firstDelay, maxDelay, random);
    }
}
