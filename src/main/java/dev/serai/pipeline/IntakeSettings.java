package dev.serai.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When new work is refused.
 *
 * @param diskLimit share of the data folder's file system in use, 0 to 1
 * @param maxWaiting waiting jobs of the whole hub
 * @param maxWaitingPerOrg waiting jobs of one org
 * @param maxWaitSeconds how long the oldest job of an org that could run may have waited
 * @param retryAfter when a refused caller should come back
 */
@ConfigurationProperties("serai.intake")
record IntakeSettings(
        @DefaultValue("0.9") double diskLimit,
        @DefaultValue("200000") long maxWaiting,
        @DefaultValue("50000") long maxWaitingPerOrg,
        @DefaultValue("3600") long maxWaitSeconds,
        @DefaultValue("10s") Duration retryAfter) {}
