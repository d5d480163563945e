package dev.serai.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the hub's two logins, brings the schema to this version, and refuses logins that could bypass row security. */
final class Migration {
    private static final Logger log = LoggerFactory.getLogger(Migration.class);

    private final PostgresLogins logins;

    Migration(PostgresLogins logins) {
        this.logins = logins;
    }

    void run() throws SQLException {
        PostgresLogins.Login admin = logins.admin();
        if (admin != null) {
            provide(admin);
            migrate(admin);
        }
        for (PostgresLogins.Login login : List.of(logins.app(), logins.system())) {
            requireHarmless(login);
        }
    }

    private void provide(PostgresLogins.Login admin) throws SQLException {
        try (Connection connection = open(admin)) {
            // Nodes that start together take turns; roles are global, so the lock is too.
            connection.createStatement().execute("select pg_advisory_lock(7261)");
            provideLogin(connection, logins.app(), "serai_app");
            provideLogin(connection, logins.system(), "serai_system");
            connection.createStatement().execute("select pg_advisory_unlock(7261)");
        }
    }

    /** The policies name the two roles; a login of another name becomes a member of its role. */
    private static void provideLogin(Connection connection, PostgresLogins.Login login, String role)
            throws SQLException {
        if (login.username().equals(role)) {
            create(connection, role, login.password());
        } else {
            create(connection, role, null);
            create(connection, login.username(), login.password());
            execute(connection, "select format('grant %I to %I', ?::text, ?::text)", role, login.username());
        }
    }

    private static void create(Connection connection, String role, @Nullable String password) throws SQLException {
        if (!exists(connection, role)) {
            execute(connection, "select format('create role %I', ?::text)", role);
        }
        if (password != null) {
            execute(connection, "select format('alter role %I login password %L', ?::text, ?::text)", role, password);
        }
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select from pg_roles where rolname = ?")) {
            query.setString(1, role);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** DDL takes no bind parameters, so Postgres itself quotes the names. */
    private static void execute(Connection connection, String format, String... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(format)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery();
                    Statement ddl = connection.createStatement()) {
                rows.next();
                ddl.execute(rows.getString(1));
            }
        }
    }

    private static void migrate(PostgresLogins.Login admin) {
        Flyway flyway = Flyway.configure()
                .dataSource(admin.url(), admin.username(), admin.password())
                .locations("classpath:db/migration")
                .load();
        int applied = flyway.migrate().migrationsExecuted;
        log.atInfo().addKeyValue("migrations", applied).log("schema is current");
    }

    private static void requireHarmless(PostgresLogins.Login login) throws SQLException {
        String sql = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user";
        try (Connection connection = open(login);
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            if (rows.next() && rows.getBoolean(1)) {
                throw new IllegalStateException(("SERAI-START-011 The Postgres login '%s' is a superuser or may bypass"
                                + " row-level security, so tenants would not be separated. Give SERAI_POSTGRES_URL a"
                                + " plain login and put the superuser into SERAI_POSTGRES_ADMIN_URL.")
                        .formatted(login.username()));
            }
        }
    }

    private static Connection open(PostgresLogins.Login login) throws SQLException {
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }
}
