package dev.serai.servers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The servers that the environment names, as the properties that the hub reads. */
final class ConfiguredServers {
    static final String SYSTEM_LOGIN = "serai_system";

    private final Function<String, @Nullable String> environment;

    ConfiguredServers(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** Server name to its properties, for each configured server. */
    Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> servers = new TreeMap<>();
        postgres().ifPresent(properties -> servers.put("postgres", properties));
        kafka().ifPresent(properties -> servers.put("kafka", properties));
        s3().ifPresent(properties -> servers.put("s3", properties));
        value("REDIS_URL").map(RedisAddress::properties).ifPresent(properties -> servers.put("redis", properties));
        return servers;
    }

    /** Everything that a deployment without embedded servers still has to set. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (appVariable().isEmpty()) {
            missing.add("SERAI_POSTGRES_URL");
        }
        for (String name : List.of(
                "SERAI_KAFKA_BROKERS",
                "SERAI_S3_ENDPOINT",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "REDIS_URL")) {
            if (value(name).isEmpty()) {
                missing.add(name);
            }
        }
        return missing;
    }

    private Optional<Map<String, String>> postgres() {
        return appVariable().map(variable -> {
            PostgresAddress app = address(variable).orElseThrow();
            PostgresAddress system = address("SERAI_POSTGRES_SYSTEM_URL").orElseGet(() -> systemLogin(app));
            Map<String, String> properties = new TreeMap<>(app.properties("app"));
            properties.putAll(system.properties("system"));
            address("SERAI_POSTGRES_ADMIN_URL").ifPresent(admin -> properties.putAll(admin.properties("admin")));
            return properties;
        });
    }

    private Optional<String> appVariable() {
        return List.of("SERAI_POSTGRES_URL", "SUPABASE_DB_URL").stream()
                .filter(name -> value(name).isPresent())
                .findFirst();
    }

    private Optional<PostgresAddress> address(String variable) {
        return value(variable).map(value -> PostgresAddress.parse(variable, value));
    }

    /** Derived, so that each node of a deployment comes to the same password without another secret to hand out. */
    private static PostgresAddress systemLogin(PostgresAddress app) {
        return app.login(SYSTEM_LOGIN, derive(app.password()));
    }

    private static String derive(String secret) {
        if (secret.isEmpty()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(SYSTEM_LOGIN.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Map<String, String>> kafka() {
        return value("SERAI_KAFKA_BROKERS").map(brokers -> Map.of("serai.kafka.brokers", brokers));
    }

    private Optional<Map<String, String>> s3() {
        return value("SERAI_S3_ENDPOINT")
                .map(endpoint -> Map.of(
                        "serai.s3.endpoint", endpoint,
                        "serai.s3.bucket", value("SERAI_S3_BUCKET").orElse(EmbeddedS3Server.BUCKET),
                        "serai.s3.region", value("SERAI_S3_REGION").orElse("us-east-1"),
                        "serai.s3.access-key", required("AWS_ACCESS_KEY_ID"),
                        "serai.s3.secret-key", required("AWS_SECRET_ACCESS_KEY")));
    }

    private String required(String variable) {
        return value(variable)
                .orElseThrow(() -> new StartupException(
                        "SERAI-START-005", "SERAI_S3_ENDPOINT is set but " + variable + " is not; set it too"));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
