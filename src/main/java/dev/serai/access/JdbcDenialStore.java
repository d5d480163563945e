package dev.serai.access;

import dev.serai.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what webhooks have written, through the login {@code serai_system}. */
final class JdbcDenialStore implements DenialStore {
    private static final String SINCE = SqlFile.read("sql/access/denials-since.sql");

    private final JdbcClient jdbc;

    JdbcDenialStore(DataSource system) {
        this.jdbc = JdbcClient.create(system);
    }

    @Override
    public Changes since(String position) {
        return jdbc.sql(SINCE).param("since", position).query(JdbcDenialStore::changes);
    }

    private static Changes changes(ResultSet rows) throws SQLException {
        List<Denial> denials = new ArrayList<>();
        String next = START;
        while (rows.next()) {
            next = rows.getString("next");
            if (rows.getString("kind") != null) {
                denials.add(new Denial(
                        Kind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)),
                        rows.getString("subject"),
                        rows.getObject("until", OffsetDateTime.class).toInstant()));
            }
        }
        return new Changes(next, denials);
    }
}
