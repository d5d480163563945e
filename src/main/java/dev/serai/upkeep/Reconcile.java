package dev.serai.upkeep;

import dev.serai.database.SqlFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Compares Postgres, the file store, Kafka and the index. What is derived is mended, the rest is reported. A run is a
 * row: one node works on it, and another goes on behind the last page when that node falls silent.
 */
public final class Reconcile {
    private static final Logger log = LoggerFactory.getLogger(Reconcile.class);

    private final List<Step> steps;
    private final IndexStep index;
    private final NamedParameterJdbcTemplate jdbc;
    private final MeterRegistry meters;
    private final String progressSql = SqlFile.read("sql/reconcile/run-progress.sql");
    private final String endSql = SqlFile.read("sql/reconcile/run-end.sql");

    Reconcile(List<Step> steps, IndexStep index, NamedParameterJdbcTemplate jdbc, MeterRegistry meters) {
        this.steps = steps;
        this.index = index;
        this.jdbc = jdbc;
        this.meters = meters;
    }

    private record Run(String id, int claim) {}

    /** Body: the row of {@code run-claim.sql}. Works until the run is over or another node has it. */
    public void work(Exchange exchange) {
        Map<?, ?> row = (Map<?, ?>) exchange.getMessage().getBody(List.class).getFirst();
        Run run = new Run((String) row.get("id"), (Integer) row.get("claim"));
        String done = (String) row.get("step");
        List<String> unsure = new ArrayList<>();
        for (Step step : remaining(done)) {
            String cursor = step.name().equals(done) ? (String) row.get("cursor") : null;
            if (step.name().equals(done) && cursor == null) {
                continue; // its last page was done
            }
            if (!compare(run, step, cursor, unsure)) {
                log.atInfo().addKeyValue("run", run.id()).log("another node has the reconcile run");
                return;
            }
        }
        Map<String, Object> values = new HashMap<>(fence(run));
        values.put("unsure", unsure.toArray(String[]::new));
        int resolved = jdbc.update(endSql, values);
        log.atInfo()
                .addKeyValue("run", run.id())
                .addKeyValue("resolved", resolved)
                .log("stores compared");
    }

    /** This node's own index, which no other node can look into. */
    public void checkIndex() {
        String cursor = null;
        do {
            Step.Page page = index.page(cursor);
            count(index, page);
            cursor = page.next();
        } while (cursor != null);
    }

    private List<Step> remaining(@Nullable String done) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(done)) {
                return steps.subList(i, steps.size());
            }
        }
        return steps;
    }

    /** Whether the run is still this node's. A step that fails says so in the report and leaves the others their turn. */
    private boolean compare(Run run, Step step, @Nullable String from, List<String> unsure) {
        String cursor = from;
        do {
            Step.Page page;
            String error = null;
            try {
                page = step.page(cursor);
            } catch (Exception e) {
                log.atWarn().addKeyValue("step", step.name()).setCause(e).log("stores could not be compared");
                unsure.addAll(step.codes());
                error = e.getClass().getSimpleName();
                page = new Step.Page(null, 0, 0, 0);
            }
            count(step, page);
            if (!keep(run, step, page, error)) {
                return false;
            }
            cursor = page.next();
        } while (cursor != null);
        return true;
    }

    private void count(Step step, Step.Page page) {
        meters.counter("serai.reconcile.findings", "step", step.name(), "outcome", "healed")
                .increment(page.healed());
        meters.counter("serai.reconcile.findings", "step", step.name(), "outcome", "reported")
                .increment(page.reported());
    }

    private boolean keep(Run run, Step step, Step.Page page, @Nullable String error) {
        Map<String, Object> values = new HashMap<>(fence(run));
        values.put("step", step.name());
        values.put("cursor", page.next());
        values.put("examined", page.examined());
        values.put("healed", page.healed());
        values.put("reported", page.reported());
        values.put("error", error);
        return jdbc.update(progressSql, values) == 1;
    }

    private static Map<String, Object> fence(Run run) {
        return Map.of("id", Objects.requireNonNull(run.id()), "claim", run.claim());
    }
}
