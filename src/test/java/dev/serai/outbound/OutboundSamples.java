package dev.serai.outbound;

import java.time.Duration;
import java.util.List;

/** Settings for tests that need no hub. */
final class OutboundSamples {
    private OutboundSamples() {}

    static OutboundSettings settings(List<Duration> schedule) {
        return settings(schedule, List.of(443, 8443), Duration.ofSeconds(15), false);
    }

    /** For receivers on this machine. */
    static OutboundSettings near(int port, Duration timeout) {
        return settings(List.of(Duration.ZERO), List.of(port), timeout, true);
    }

    private static OutboundSettings settings(
            List<Duration> schedule, List<Integer> ports, Duration timeout, boolean insecure) {
        return new OutboundSettings(
                insecure,
                ports,
                List.of(),
                schedule,
                Duration.ofDays(5),
                timeout,
                Duration.ofHours(1),
                Duration.ofHours(24),
                8,
                4,
                20);
    }
}
