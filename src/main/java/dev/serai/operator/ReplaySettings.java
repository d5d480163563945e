package dev.serai.operator;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a replay does unless its plan says otherwise.
 *
 * @param ratePerMinute dead letters replayed in a minute
 * @param stopAfterFailures a run stops once so many of its messages died again
 */
@ConfigurationProperties("serai.replay")
record ReplaySettings(
        @DefaultValue("600") int ratePerMinute,
        @DefaultValue("20") int stopAfterFailures) {}
