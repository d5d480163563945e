package dev.serai.servers;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The properties that come from servers which are found or started with the hub, for checks that start none. */
public final class ServerProperties {
    private ServerProperties() {}

    /** Every such property with the value {@code stand-in}; right in name alone. */
    public static Map<String, String> standIns() {
        Map<String, String> properties = new TreeMap<>();
        Stream<String> postgres = Stream.of("admin", "app", "system")
                .flatMap(role -> Stream.of("url", "username", "password").map(part -> "postgres." + role + "." + part));
        Stream<String> s3 = Stream.of("endpoint", "bucket", "region", "access-key", "secret-key")
                .map(part -> "s3." + part);
        Stream.of(postgres, s3, Stream.of("kafka.brokers", "redis.url", "embedded", "data"))
                .flatMap(names -> names)
                .forEach(name -> properties.put("serai." + name, "stand-in"));
        return properties;
    }
}
