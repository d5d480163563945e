package dev.serai.alerts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes an alert, and who is told of it how; {@link SettingsCheck} says whether it can be used.
 *
 * @param mailTo addresses of operators
 * @param slack an incoming webhook
 * @param pagerduty a service's integration
 * @param linkUrl begin of links to this hub; empty: none
 * @param runbooksUrl begin of links to runbooks; empty: none
 * @param attempts of one delivery; then it has failed
 * @param firstDelay before the second attempt; doubles with each further one, with jitter
 * @param maxDelay between two attempts
 * @param longestQuiet how long a channel may ask for quiet by Retry-After
 * @param timeoutMs one call, milliseconds
 * @param batch deliveries claimed at a time
 * @param severities by P0 to P3
 * @param channels by name: kinds of events that it is told
 * @param notices rules by kind of notice
 * @param conditions what is watched
 */
@ConfigurationProperties("serai.alerts")
record AlertSettings(
        @DefaultValue List<String> mailTo,
        @DefaultValue Slack slack,
        @DefaultValue PagerDuty pagerduty,
        @DefaultValue("") String linkUrl,
        @DefaultValue("") String runbooksUrl,
        @DefaultValue("12") int attempts,
        @DefaultValue("2s") Duration firstDelay,
        @DefaultValue("20m") Duration maxDelay,
        @DefaultValue("1h") Duration longestQuiet,
        @DefaultValue("10000") int timeoutMs,
        @DefaultValue("10") int batch,
        @DefaultValue Map<String, Severity> severities,
        @DefaultValue Map<String, List<String>> channels,
        @DefaultValue Flapping flapping,
        @DefaultValue Storm storm,
        @DefaultValue Digest digest,
        @DefaultValue List<NoticeRule> notices,
        @DefaultValue List<Condition> conditions) {
    private static final String OFF = "none";

    AlertSettings {
        mailTo = List.copyOf(mailTo);
        severities = Map.copyOf(severities);
        channels = Map.copyOf(channels);
        notices = List.copyOf(notices);
        conditions = List.copyOf(conditions);
    }

    /**
     * @param secretUrl whoever knows it can post
     * @param apiUrl its begin
     */
    record Slack(
            @DefaultValue(OFF) String secretUrl,
            @DefaultValue("https://hooks.slack.com") String apiUrl) {
        /** Its secret part. */
        String path() {
            return secretUrl.substring(apiUrl.length());
        }

        boolean on() {
            return !secretUrl.equals(OFF);
        }

        @Override
        public String toString() {
            return "Slack[on=" + on() + "]";
        }
    }

    /** @param routingKey a secret too */
    record PagerDuty(
            @DefaultValue(OFF) String routingKey,
            @DefaultValue("https://events.pagerduty.com") String apiUrl) {
        boolean on() {
            return !routingKey.equals(OFF);
        }

        @Override
        public String toString() {
            return "PagerDuty[on=" + on() + "]";
        }
    }

    /** @param repeat after which an alert that nobody has acknowledged is told again; zero: never */
    record Severity(
            @DefaultValue List<String> channels,
            @DefaultValue("0s") Duration repeat) {}

    /** @param times openings within the window after which an alert is held open */
    record Flapping(
            @DefaultValue("4") int times,
            @DefaultValue("1h") Duration window) {}

    /**
     * @param most alerts that a channel is told of one by one in a minute
     * @param gather wait of the summary
     * @param calm without a summarised alert, after which the storm is over
     */
    record Storm(
            @DefaultValue("10") int most,
            @DefaultValue("15s") Duration gather,
            @DefaultValue("5m") Duration calm) {}

    /** @param at of the day, since midnight UTC */
    record Digest(
            @DefaultValue("24h") Duration every,
            @DefaultValue("7h") Duration at) {}

    /**
     * @param kind of the notice; a * at its end stands for any text
     * @param key detail that tells causes apart; null: each notice is its own
     * @param muted channels that are not told
     */
    record NoticeRule(
            String kind,
            @Nullable String title,
            @Nullable String runbook,
            @Nullable String key,
            @DefaultValue List<String> muted) {}

    /**
     * @param name also the source of its alerts
     * @param query a file of sql/alerts/conditions without its ending
     * @param threshold values above it count
     * @param lasts how long it must hold
     */
    record Condition(
            String name,
            String title,
            String query,
            double threshold,

            @org.springframework.boot.context.properties.bind.Name("for") @DefaultValue("0s")
            Duration lasts,

            String severity,
            @Nullable String runbook) {}

    /** A node that does not say within this time how an attempt ended is taken for dead. */
    Duration lease() {
        return Duration.ofMillis(timeoutMs).multipliedBy(2).plusSeconds(20);
    }
}
