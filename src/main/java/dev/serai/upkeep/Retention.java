package dev.serai.upkeep;

import dev.serai.database.SqlFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Deletes rows whose time is over. Each rule is one SQL file that deletes at most a batch, says how many, and knows
 * itself what is still needed; it skips rows that others hold, so nodes may run at the same time.
 */
public final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final NamedParameterJdbcTemplate jdbc;
    private final RetentionSettings settings;
    private final MeterRegistry meters;
    private final Map<String, String> statements = new TreeMap<>();

    Retention(NamedParameterJdbcTemplate jdbc, RetentionSettings settings, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.meters = meters;
        settings.keep().keySet().forEach(rule -> statements.put(rule, SqlFile.read("sql/retention/" + rule + ".sql")));
    }

    /** Every rule once. One that fails does not keep the others from their work. */
    public void run() {
        Map<String, Long> deleted = new TreeMap<>();
        statements.forEach((rule, sql) -> {
            try {
                deleted.put(
                        rule, apply(sql, Objects.requireNonNull(settings.keep().get(rule))));
            } catch (DataAccessException e) {
                deleted.put(rule, -1L);
                log.atWarn().addKeyValue("rule", rule).setCause(e).log("old rows stay until the next run");
            }
        });
        deleted.forEach((rule, rows) ->
                meters.counter("serai.retention.deleted", "rule", rule).increment((double) Math.max(0, rows)));
        log.atInfo().addKeyValue("deleted", deleted).log("old rows deleted");
    }

    private long apply(String sql, Duration keep) {
        if (keep.isZero()) {
            return 0;
        }
        Map<String, Object> values = Map.of("keep", (double) keep.toSeconds(), "batch", settings.batch());
        long rows = 0;
        for (int i = 0; i < settings.batches(); i++) {
            // No transaction around it: each statement is one, so locks are short and a stop loses nothing.
            long batch = Objects.requireNonNullElse(jdbc.queryForObject(sql, values, Long.class), 0L);
            rows += batch;
            if (batch < settings.batch()) {
                break;
            }
        }
        return rows;
    }
}
