package dev.serai.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The logins of design: {@code admin} migrates (absent on nodes that do not), {@code app} sees one org at a time,
 * {@code system} is for relay, sweeps and index.
 *
 * @param idleInTransaction a transaction that its client leaves alone for this long is rolled back
 * @param patience how long a caller waits for a connection before it is told that the database does not answer
 */
@ConfigurationProperties("serai.database")
record PostgresLogins(
        @Nullable Login admin,
        Login app,
        Login system,
        @DefaultValue("12") int poolSize,
        @DefaultValue("15s") Duration idleInTransaction,
        @DefaultValue("5s") Duration patience) {
    record Login(String url, String username, String password) {}
}
