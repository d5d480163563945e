package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/** The claims that this node holds. A route renews their leases; a finished exchange lets its claim go. */
public final class Claims {
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();
    private final PipelineSettings settings;

    Claims(PipelineSettings settings) {
        this.settings = settings;
    }

    /** One lease to renew. */
    public record Claim(String jobId, int attempt, String stage) {}

    /** Puts the claimed job on the exchange; the row names org and document, whatever the message said. Expects the row of {@code job-claim.sql} as body. */
    public void take(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        row.forEach((name, value) -> message.setHeader(String.valueOf(name), value));
        exchange.setProperty("orgId", message.removeHeader("orgId"));
        message.setBody(null);
        hold(
                exchange,
                new Claim(
                        message.getHeader("jobId", String.class),
                        message.getHeader("attempt", Integer.class),
                        message.getHeader("stage", String.class)));
        requireAttemptLeft(message.getHeader("stageAttempt", Integer.class), message.getHeader("stage", String.class));
    }

    private void hold(Exchange exchange, Claim claim) {
        held.add(claim);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange finished) {
                held.remove(claim);
            }
        });
    }

    /** A file that takes its worker down each time never reaches the retry count, so claims are counted too. */
    private void requireAttemptLeft(int stageAttempt, String stage) {
        int allowed = settings.stage(stage).attempts();
        if (stageAttempt > allowed) {
            throw Refusal.of(
                    Reason.STAGE_FAILED,
                    "The stage %s ended %d times without an answer".formatted(stage, allowed),
                    "Look for a worker that was killed while it worked on this document, then reprocess it");
        }
    }

    /** Refuses to go on when the statement before touched no row: another worker has the job now. */
    public void requireFence(Exchange exchange) {
        Integer rows = exchange.getMessage().getHeader("CamelSqlUpdateCount", Integer.class);
        if (rows == null || rows == 0) {
            throw new SupersededException("Job %s is no longer this worker's"
                    .formatted(exchange.getMessage().getHeader("jobId", String.class)));
        }
    }

    /** Whether this node works on a job at the stage. */
    boolean holds(String stage) {
        return held.stream().anyMatch(c -> c.stage().equals(stage));
    }

    /** Everything to renew, as rows for {@code lease-renew.sql}. */
    public List<Map<String, Object>> held() {
        return held.stream()
                .map(c -> Map.<String, Object>of("jobId", c.jobId(), "attempt", c.attempt()))
                .toList();
    }
}
