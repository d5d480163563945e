package dev.serai.upkeep;

import dev.serai.database.SqlFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** A comparison inside Postgres: one statement finds, checks again under row locks, mends and notes a page. */
final class SqlStep implements Step {
    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private final String name;
    private final String code;
    private final NamedParameterJdbcTemplate jdbc;
    private final ReconcileSettings settings;
    private final String sql;

    SqlStep(String name, String code, NamedParameterJdbcTemplate jdbc, ReconcileSettings settings) {
        this.name = name;
        this.code = code;
        this.jdbc = jdbc;
        this.settings = settings;
        this.sql = SqlFile.read("sql/reconcile/" + name + ".sql");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> codes() {
        return List.of(code);
    }

    @Override
    public Page page(@Nullable String cursor) {
        Map<String, Object> values =
                Map.of("cursor", Objects.requireNonNullElse(cursor, FIRST), "limit", settings.page(), "grace", (double)
                        settings.grace().toSeconds());
        return Objects.requireNonNull(jdbc.queryForObject(
                sql,
                values,
                (row, n) -> new Page(
                        row.getString("next"), row.getInt("examined"), row.getInt("healed"), row.getInt("reported"))));
    }
}
