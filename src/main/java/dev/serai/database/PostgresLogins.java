package dev.serai.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The logins of design: {@code admin} migrates (absent on nodes that do not), {@code app} sees one org at a time,
 * {@code system} is for relay, sweeps and index.
 */
@ConfigurationProperties("serai.database")
record PostgresLogins(
        @Nullable Login admin,
        Login app,
        Login system,
        @DefaultValue("12") int poolSize) {
    record Login(String url, String username, String password) {}
}
