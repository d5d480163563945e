package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.serai.database.SqlFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Watches the configured conditions: each is one SQL file that says what is so, and a threshold. */
public final class AlertConditions {
    private static final Logger log = LoggerFactory.getLogger(AlertConditions.class);
    private static final String FOLDER = "sql/alerts/conditions/";
    /** The condition that another cannot be asked. */
    static final String SELF = "alert-condition";
    /** So long a condition may be out of sight, as by a lock or a statement that took too long. */
    private static final Duration BLIND = Duration.ofMinutes(1);

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate savepoint;
    private final AlertSettings settings;
    private final ObjectMapper json;
    private final Map<String, String> statements = new TreeMap<>();
    private final String judge = SqlFile.read("sql/alerts/condition-judge.sql");

    AlertConditions(
            NamedParameterJdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            AlertSettings settings,
            ObjectMapper json) {
        this.jdbc = jdbc;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.settings = settings;
        this.json = json;
        settings.conditions().forEach(c -> statements.put(c.query(), SqlFile.read(FOLDER + c.query() + ".sql")));
    }

    static boolean hasQuery(String name) {
        return new ClassPathResource(FOLDER + name + ".sql").exists();
    }

    /** Every condition once. One that cannot be asked keeps the others from nothing, and its alert as it is. */
    public void watch() {
        ArrayNode asked = json.createArrayNode();
        ArrayNode holding = json.createArrayNode();
        for (AlertSettings.Condition condition : settings.conditions()) {
            try {
                // A statement that fails would take the transaction with it, and so the other conditions.
                savepoint.executeWithoutResult(status -> ask(condition, holding));
                asked.addObject()
                        .put("name", condition.name())
                        .put("title", condition.title())
                        .put("severity", condition.severity())
                        .put("runbook", condition.runbook())
                        .put("seconds", seconds(condition.lasts()));
            } catch (DataAccessException e) {
                log.atWarn()
                        .addKeyValue("condition", condition.name())
                        .setCause(e)
                        .log("condition cannot be asked; its alert stays as it is");
                holding.addObject()
                        .put("name", SELF)
                        .put("key", condition.name())
                        .put("value", 1)
                        .put("text", "What watches %s fails; the log has the cause".formatted(condition.name()));
            }
        }
        asked.addObject()
                .put("name", SELF)
                .put("title", "A condition cannot be watched")
                .put("severity", "P2")
                .put("runbook", "AlertConditionFailing")
                .put("seconds", seconds(BLIND));
        Map<String, Object> values = Map.of(
                "conditions",
                asked.toString(),
                "holding",
                holding.toString(),
                "flaps",
                settings.flapping().times(),
                "flapSeconds",
                seconds(settings.flapping().window()));
        Map<String, Object> counts = jdbc.queryForMap(judge, values);
        log.atDebug().addKeyValue("counts", counts).log("conditions watched");
    }

    private void ask(AlertSettings.Condition condition, ArrayNode holding) {
        List<Map<String, Object>> rows = jdbc.queryForList(String.valueOf(statements.get(condition.query())), Map.of());
        for (Map<String, Object> row : rows) {
            double value = row.get("value") instanceof Number number ? number.doubleValue() : 0;
            if (value > condition.threshold()) {
                holding.addObject()
                        .put("name", condition.name())
                        .put("key", keyOf(condition, row))
                        .put("value", value)
                        .put("text", String.valueOf(row.get("text")));
            }
        }
    }

    /** A condition of the whole hub has no key of its own. */
    private static String keyOf(AlertSettings.Condition condition, Map<String, Object> row) {
        String key = String.valueOf(row.get("key"));
        return key.isEmpty() ? condition.name() : key;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
