package dev.serai.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The hub's tables, seen from outside with a connection for each question, so that none is kept through a fault. */
record Rows(JdbcTemplate system, JdbcTemplate admin) {
    static Rows of(Map<String, String> servers) {
        return new Rows(login(servers, "system"), login(servers, "admin"));
    }

    private static JdbcTemplate login(Map<String, String> servers, String role) {
        String prefix = "serai.database." + role + ".";
        return new JdbcTemplate(new DriverManagerDataSource(
                servers.get(prefix + "url"), servers.get(prefix + "username"), servers.get(prefix + "password")));
    }

    Connection adminConnection() throws SQLException {
        return Objects.requireNonNull(admin.getDataSource()).getConnection();
    }

    long count(String sql, Object... arguments) {
        Long count = system.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    /** Minus one while the database does not answer. */
    long tryCount(String sql, Object... arguments) {
        try {
            return count(sql, arguments);
        } catch (DataAccessException e) {
            return -1;
        }
    }

    long completed() {
        return tryCount("select count(*) from jobs where state = 'completed'");
    }

    long open() {
        return tryCount("select count(*) from jobs where state in ('waiting', 'active')");
    }
}
