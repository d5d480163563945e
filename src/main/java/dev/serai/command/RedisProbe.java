package dev.serai.command;

import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.Jedis;

/** Logs in and asks for the version; an encrypted connection checks certificate and name. */
record RedisProbe() implements Probe {
    @Override
    public String server() {
        return "redis";
    }

    @Override
    public String address() {
        return "serai.redis.url";
    }

    @Override
    public String variables() {
        return "REDIS_URL";
    }

    @Override
    public String version(Map<String, String> properties) {
        SSLParameters verified = new SSLParameters();
        verified.setEndpointIdentificationAlgorithm("HTTPS");
        try (Jedis redis = new Jedis(
                URI.create(properties.get(address())), SECONDS * 1000, SECONDS * 1000, null, verified, null)) {
            return redis.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .findFirst()
                    .map(line ->
                            "Redis " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("Redis");
        }
    }
}
