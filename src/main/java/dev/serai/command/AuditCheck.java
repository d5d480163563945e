package dev.serai.command;

import dev.serai.routes.Finding;
import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import dev.serai.servers.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows the chain of the operators' audit log, when its database is there to be asked. */
final class AuditCheck {
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String PREFIX = "serai.database.system.";
    private static final String SECONDS = "5";

    private AuditCheck() {}

    /** @param looked what was looked at, or why nothing was; ends the command's last line */
    record Result(String looked, List<Finding> findings) {}

    static Result of(Function<String, @Nullable String> environment) {
        try {
            Path data = Path.of(Objects.requireNonNullElse(environment.apply("SERAI_DATA"), "data"));
            Map<String, String> servers = Servers.reachable(environment, DataFolder.beside(data));
            String url = servers.get(PREFIX + "url");
            return url == null
                    ? skipped("no database is configured and no hub runs on " + data)
                    : verify(url, login(servers));
        } catch (StartupException e) {
            return skipped("the database's address cannot be read"); // the check of the variables says more
        }
    }

    private static Properties login(Map<String, String> servers) {
        Properties login = new Properties();
        login.setProperty("user", servers.getOrDefault(PREFIX + "username", ""));
        login.setProperty("password", servers.getOrDefault(PREFIX + "password", ""));
        login.setProperty("connectTimeout", SECONDS);
        login.setProperty("loginTimeout", SECONDS);
        return login;
    }

    private static Result verify(String url, Properties login) {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql())) {
            row.next();
            long broken = row.getLong("seq");
            return row.wasNull()
                    ? new Result("%d audit rows".formatted(row.getLong("rows")), List.of())
                    : new Result("audit log followed to row " + broken, List.of(broken(broken, row.getString("why"))));
        } catch (SQLException e) {
            return skipped(
                    UNDEFINED_TABLE.equals(e.getSQLState())
                            ? "the database has none yet"
                            : "the database does not answer (%s)".formatted(e.getSQLState()));
        }
    }

    private static Finding broken(long seq, String why) {
        return new Finding(
                "operator_audit_log",
                Math.toIntExact(Math.min(seq, Integer.MAX_VALUE)),
                1,
                "SERAI-AUDIT-001",
                "row %d breaks the chain: %s".formatted(seq, why),
                "keep the database as it is and compare with the last backup");
    }

    private static Result skipped(String why) {
        return new Result("audit log not checked: " + why, List.of());
    }

    private static String sql() {
        try (InputStream in = AuditCheck.class.getResourceAsStream("/sql/operator/audit-verify.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
