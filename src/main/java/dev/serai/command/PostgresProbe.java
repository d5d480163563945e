package dev.serai.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Logs in as the hub's application user, or as administrator when the hub has not made that user yet. */
record PostgresProbe(String role) implements Probe {
    @Override
    public String server() {
        return "postgres (" + role + ")";
    }

    @Override
    public String address() {
        return "serai.database." + role + ".url";
    }

    @Override
    public String variables() {
        return "app".equals(role) ? "SERAI_POSTGRES_URL" : "SERAI_POSTGRES_" + role.toUpperCase(Locale.ROOT) + "_URL";
    }

    /** Only migrations need the administrator. */
    @Override
    public boolean optional() {
        return "admin".equals(role);
    }

    @Override
    public String version(Map<String, String> properties) throws SQLException {
        try (Connection connection = DriverManager.getConnection(properties.get(address()), login(properties));
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("show server_version")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        }
    }

    private Properties login(Map<String, String> properties) {
        String prefix = "serai.database." + role + ".";
        Properties login = new Properties();
        login.setProperty("user", properties.getOrDefault(prefix + "username", ""));
        login.setProperty("password", properties.getOrDefault(prefix + "password", ""));
        login.setProperty("loginTimeout", Integer.toString(SECONDS));
        login.setProperty("socketTimeout", Integer.toString(SECONDS));
        return login;
    }
}
