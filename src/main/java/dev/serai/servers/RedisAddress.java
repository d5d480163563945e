package dev.serai.servers;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks {@code REDIS_URL}. Encrypted connections verify the server, whatever the address asks for. */
final class RedisAddress {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");
    private static final Set<String> BYPASSES =
            Set.of("ssl_cert_reqs", "ssl_check_hostname", "verifypeer", "tlsinsecure", "skip_verify", "insecure");

    private RedisAddress() {}

    static Map<String, String> properties(String value) {
        URI uri = uri(value);
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
            throw unreadable();
        }
        refuseBypass(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        return Map.of("serai.redis.url", value);
    }

    private static URI uri(String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static void refuseBypass(String query) {
        for (String pair : query.split("&", -1)) {
            String name = pair.split("=", 2)[0].toLowerCase(Locale.ROOT);
            if (BYPASSES.contains(name)) {
                throw new StartupException(
                        "SERAI-START-006",
                        "REDIS_URL sets " + name + ": the hub always verifies a Redis server's certificate and name; "
                                + "remove the parameter and trust a private authority by the JVM's trust store instead");
            }
        }
    }

    private static StartupException unreadable() {
        return new StartupException(
                "SERAI-START-005",
                "REDIS_URL is not a Redis address; expected redis://:PASSWORD@HOST:6379/0, or rediss://… for TLS "
                        + "(percent-encode special characters)");
    }
}
