package dev.serai.pipeline;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads a manual operation on the pipeline: which one, and on what. */
public final class PipelineOperations {
    private static final List<String> KNOWN =
            List.of("pause", "resume", "hold", "release", "reprioritise", "expire-leases");

    private final JobSelection jobs;

    PipelineOperations(JobSelection jobs) {
        this.jobs = jobs;
    }

    /** Sets {@code operation} and the headers that its route wants. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        String operation = String.valueOf(body.get("operation"));
        Map<?, ?> args = body.get("args") instanceof Map<?, ?> given ? given : Map.of();
        if (!KNOWN.contains(operation)) {
            throw Refusal.of(
                    Reason.OPERATION_UNKNOWN,
                    "There is no operation '%s'".formatted(operation),
                    "Known operations: " + String.join(", ", KNOWN));
        }
        if (operation.equals("pause") || operation.equals("resume")) {
            message.setHeader("operation", operation);
            message.setHeader("nodeKey", nodeKey(args));
            message.setBody(null);
        } else {
            jobs.take(exchange, JobOperation.of(operation), args);
        }
    }

    private static String nodeKey(Map<?, ?> args) {
        Object key = args.containsKey("nodeKey") ? args.get("nodeKey") : Pauses.ALL;
        if (args.size() > (args.containsKey("nodeKey") ? 1 : 0) || !(key instanceof String text) || text.isEmpty()) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "args may hold nodeKey, a text, and nothing else; got %s".formatted(args.keySet()),
                    "Name a node, a stage's route id, or all",
                    List.of(new Finding("/body/args", "may hold nodeKey only")));
        }
        return text;
    }
}
