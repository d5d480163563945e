package dev.serai.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Says in one word how the pipeline is, and in a few sentences why. */
public final class PipelineHealth {
    /** More stuck jobs than this are an incident of severity P2. */
    private static final long MANY_STUCK = 100;

    private final Figures figures;
    private final Intake intake;

    PipelineHealth(Figures figures, Intake intake) {
        this.figures = figures;
        this.intake = intake;
    }

    /** By the figures, which the route has just read anew. */
    public void answer(Exchange exchange) {
        Figures.Row row = figures.latest();
        List<String> reasons = reasons(row);
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", status(row, reasons));
        health.put("cloudStatus", cloudStatus(row));
        health.put("queueDepth", row.waiting());
        health.put("active", row.number("active"));
        health.put("held", row.number("held"));
        health.put("stuck", row.stuck());
        health.put("severity", row.stuck() > MANY_STUCK ? "P2" : null);
        health.put("deadLetters", row.deadLetters());
        health.put("oldestWaitSeconds", row.oldestWaitSeconds());
        health.put("outboxLagMs", row.outboxLagMs());
        health.put("workers", row.workers());
        health.put("diskUsedPercent", Math.round(intake.diskShare() * 100));
        health.put("reasons", reasons);
        exchange.getMessage().setBody(health);
    }

    private String status(Figures.Row row, List<String> reasons) {
        boolean standing =
                row.is("allPaused") || !intake.enabled() || (row.workers() == 0 && row.number("workersAlive") > 0);
        if (standing) {
            return "paused";
        }
        return reasons.isEmpty() ? "healthy" : "degraded";
    }

    /** Of the machines that do the work: nobody there, or the embedding service refuses everything. */
    private static String cloudStatus(Figures.Row row) {
        if (row.number("workersAlive") == 0) {
            return "unavailable";
        }
        return row.is("embeddingDown") ? "degraded" : "ready";
    }

    private List<String> reasons(Figures.Row row) {
        List<String> reasons = new ArrayList<>();
        note(reasons, !intake.enabled(), "SYSTEM_ENABLED is false");
        note(reasons, row.number("pauses") > 0, "paused: " + row.values().get("pausedNames"));
        note(reasons, row.number("workersAlive") == 0, "no node with the role worker has reported for 10 s");
        note(reasons, row.number("schedulers") == 0, "no node with the role scheduler has reported for 10 s");
        note(reasons, row.stuck() > 0, row.stuck() + " jobs are active for more than 10 minutes");
        note(reasons, row.is("embeddingDown"), "every embedding attempt of the last minute failed");
        note(reasons, intake.diskIsFull(), "the disk is over its limit; new work is refused");
        return reasons;
    }

    private static void note(List<String> reasons, boolean holds, String reason) {
        if (holds) {
            reasons.add(reason);
        }
    }
}
