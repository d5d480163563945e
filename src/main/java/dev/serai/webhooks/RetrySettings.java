package dev.serai.webhooks;

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

    /** Doubles, with jitter on the upper half, so that what failed together does not come back together. */
    Duration delay(int attempt, RandomGenerator random) {
        long doubled = firstDelay.toMillis() << Math.min(attempt - 1, 20);
        long capped = Math.min(doubled, maxDelay.toMillis());
        return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    }
}
