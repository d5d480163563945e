package dev.serai.outbound;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are sent.
 *
 * @param allowInsecure http beside https, for development
 * @param ports that URLs may name
 * @param allowedNetworks addresses that may be called although they are not public, like 10.1.0.0/16
 * @param schedule waits before the attempts, the first one at once; one attempt for each entry
 * @param disableAfter an endpoint with nothing but failures for so long is disabled
 * @param timeout for one attempt as a whole
 * @param longestQuiet how long a receiver may ask for quiet by Retry-After
 * @param rotation how long a replaced secret goes on signing beside the new one
 * @param concurrency attempts that this node makes at once
 * @param perEndpoint attempts that may be under way to one endpoint at once, in the whole hub
 * @param endpointsPerOrg endpoints that an org may register
 */
@ConfigurationProperties("serai.outbound")
record OutboundSettings(
        @DefaultValue("false") boolean allowInsecure,
        @DefaultValue({"443", "8443"}) List<Integer> ports,
        @DefaultValue List<String> allowedNetworks,

        @DefaultValue({"0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> schedule,

        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("1h") Duration longestQuiet,
        @DefaultValue("24h") Duration rotation,
        @DefaultValue("64") int concurrency,
        @DefaultValue("4") int perEndpoint,
        @DefaultValue("20") int endpointsPerOrg) {

    OutboundSettings {
        ports = List.copyOf(ports);
        allowedNetworks = List.copyOf(allowedNetworks);
        schedule = List.copyOf(schedule);
        require(!ports.isEmpty() && ports.stream().allMatch(port -> port > 0 && port < 65_536), "ports", ports);
        require(
                !schedule.isEmpty()
                        && schedule.getFirst().isZero()
                        && schedule.stream().noneMatch(Duration::isNegative),
                "schedule",
                schedule);
        require(
                disableAfter.isPositive()
                        && timeout.isPositive()
                        && !longestQuiet.isNegative()
                        && !rotation.isNegative(),
                "disable-after, timeout, longest-quiet or rotation",
                List.of(disableAfter, timeout, longestQuiet, rotation));
        require(
                concurrency > 0 && perEndpoint > 0 && endpointsPerOrg > 0,
                "concurrency, per-endpoint or endpoints-per-org",
                List.of(concurrency, perEndpoint, endpointsPerOrg));
        PublicAddresses.and(allowedNetworks);
    }

    /** A node that does not say within this time how an attempt ended is taken for dead. */
    Duration lease() {
        return timeout.multipliedBy(2).plusSeconds(30);
    }

    private static void require(boolean fits, String name, Object value) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "serai.outbound.%s is %s; config/application.yaml shows what fits".formatted(name, value));
        }
    }
}
