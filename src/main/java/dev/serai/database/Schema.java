package dev.serai.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hub's schema, for commands that run without the hub. */
public final class Schema {
    private static final int ANY_POOL = 1;

    private Schema() {}

    /**
     * Brings the schema to this version, as a starting hub does. Without an administrator's login it only looks at the
     * other two.
     *
     * @param properties {@code serai.database.app.url} and so on; {@code app} and {@code system} must be there
     */
    public static void migrate(Map<String, String> properties) throws SQLException {
        PostgresLogins.Login admin =
                properties.containsKey("serai.database.admin.url") ? login(properties, "admin") : null;
        new Migration(logins(admin, properties)).run();
    }

    private static PostgresLogins logins(PostgresLogins.@Nullable Login admin, Map<String, String> properties) {
        return new PostgresLogins(
                admin, login(properties, "app"), login(properties, "system"), ANY_POOL, Duration.ZERO, Duration.ZERO);
    }

    private static PostgresLogins.Login login(Map<String, String> properties, String role) {
        String prefix = "serai.database." + role + ".";
        return new PostgresLogins.Login(
                properties.getOrDefault(prefix + "url", ""),
                properties.getOrDefault(prefix + "username", ""),
                properties.getOrDefault(prefix + "password", ""));
    }
}
