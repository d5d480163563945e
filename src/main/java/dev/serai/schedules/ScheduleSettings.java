package dev.serai.schedules;

import dev.serai.pipeline.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is scheduled, and how firings are worked off.
 *
 * @param jobs by name, as config/schedules.yaml has them
 * @param seconds whether crons may have six fields, seconds first; for drills
 * @param onTime a slot so old is no misfire yet
 * @param mostMissed slots of one cron that are noted as missed after an outage; older ones are left out
 * @param workers firings that this node runs at once
 * @param firstDelay before the second attempt; doubles with each further one
 * @param maxDelay the longest
 */
@ConfigurationProperties("serai.schedules")
record ScheduleSettings(
        Map<String, JobSettings> jobs,
        @DefaultValue("false") boolean seconds,
        @DefaultValue("5m") Duration onTime,
        @DefaultValue("48") int mostMissed,
        @DefaultValue("4") int workers,
        @DefaultValue("5s") Duration firstDelay,
        @DefaultValue("5m") Duration maxDelay) {

    Duration delay(int attempt, RandomGenerator random) {
        return Backoff.after(attempt, firstDelay, maxDelay, random);
    }

    /** Texts as they were written: all mistakes are told together. */
    record JobSettings(
            @DefaultValue("") String title,
            @DefaultValue("") String cron,
            @DefaultValue("UTC") String zone,
            @DefaultValue("hub") String scope,
            @DefaultValue("") String route,
            @DefaultValue("latest") String misfire,
            @DefaultValue("24h") String misfireWithin,
            @DefaultValue("") String owner,
            @DefaultValue("10s") String timeout,
            @DefaultValue("5") String attempts,
            @DefaultValue List<String> secrets) {}
}
