package dev.serai.access;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A real Postgres with the logins of the hub and the table of service keys; ends with the tests' process. */
public final class ServiceKeyDatabase {
    private static final EmbeddedPostgres POSTGRES = start();

    private ServiceKeyDatabase() {}

    public static DataSource system() {
        return POSTGRES.getDatabase("serai_system", "postgres");
    }

    static DataSource app() {
        return POSTGRES.getDatabase("serai_app", "postgres");
    }

    /** Forgets every key. */
    public static void clear() {
        JdbcClient.create(POSTGRES.getPostgresDatabase())
                .sql("truncate service_keys")
                .update();
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            DataSource owner = postgres.getPostgresDatabase();
            JdbcClient jdbc = JdbcClient.create(owner);
            jdbc.sql("create role serai_system login").update();
            jdbc.sql("create role serai_app login").update();
            new ResourceDatabasePopulator(new ClassPathResource("db/migration/V2__service_keys.sql")).execute(owner);
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
