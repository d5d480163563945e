package dev.serai;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The variables by which a hub uses servers that another one started. */
public final class OtherNode {
    private OtherNode() {}

    /** All variables of one node. Takes a look-up of properties such as {@code serai.kafka.brokers}. */
    public static Map<String, String> variables(UnaryOperator<String> found, Path data, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "SERAI_DATA", data.toString(),
                "SERAI_PORT", "0",
                "SERAI_DEMO", "false",
                "SERAI_POSTGRES_URL", postgres(found, "app"),
                "SERAI_POSTGRES_SYSTEM_URL", postgres(found, "system"),
                "SERAI_POSTGRES_ADMIN_URL", postgres(found, "admin"),
                "SERAI_KAFKA_BROKERS", found.apply("serai.kafka.brokers"),
                "SERAI_S3_ENDPOINT", found.apply("serai.s3.endpoint")));
        variables.put("AWS_ACCESS_KEY_ID", found.apply("serai.s3.access-key"));
        variables.put("AWS_SECRET_ACCESS_KEY", found.apply("serai.s3.secret-key"));
        variables.put("REDIS_URL", found.apply("serai.redis.url"));
        variables.putAll(more);
        return variables;
    }

    private static String postgres(UnaryOperator<String> found, String login) {
        String prefix = "serai.database." + login + ".";
        return found.apply(prefix + "url") + "?user=" + found.apply(prefix + "username") + "&password="
                + found.apply(prefix + "password");
    }
}
