package dev.serai.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the routes of operator actions ask: the action's parts as headers, its result, and the refusals. */
public final class OperatorActions {
    private static final List<String> KNOWN = List.of("dlq_replay", "dlq_delete", "node_pause", "node_resume");

    private final ObjectMapper json;

    OperatorActions(ObjectMapper json) {
        this.json = json;
    }

    /** Makes headers of the body's fields; {@code action} is the type, which the audit log names. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        for (String name : List.of("deadLetterId", "nodeKey", "reason")) {
            message.setHeader(name, body.get(name));
        }
        message.setHeader("action", body.get("type"));
    }

    public void refuseUnknown(Exchange exchange) {
        throw Refusal.of(
                Reason.ACTION_UNKNOWN,
                "There is no operator action \"%s\""
                        .formatted(exchange.getMessage().getHeader("action")),
                "Use one of: " + String.join(", ", KNOWN));
    }

    /** Body: the row of {@code letter-lock.sql}. Sets {@code details} for the audit log and the answer's {@code result}. */
    public void judge(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        String verdict = String.valueOf(row.get("verdict"));
        boolean replayable = verdict.equals("replayable");
        if (!replayable && !Boolean.TRUE.equals(row.get("nothingToDo"))) {
            throw notReplayable(message, row);
        }
        message.setHeader("replayable", replayable);
        Map<String, Object> result = replayable
                ? Map.of("replayed", true)
                : Map.of("replayed", false, "verdict", verdict, "why", String.valueOf(row.get("why")));
        message.setHeader("details", json.writeValueAsString(result));
    }

    /** Between the verdict and the deed somebody else took the job. */
    public void requireRevived(Exchange exchange) {
        Integer rows = exchange.getMessage().getHeader("CamelSqlRowCount", Integer.class);
        if (rows == null || rows == 0) {
            throw notReplayable(
                    exchange.getMessage(), Map.of("verdict", "changed", "why", "Its job changed at this moment"));
        }
    }

    /** The answer: the action's type and subject, the number of its row in the audit log, and its result. */
    public void answer(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Object> answer = new TreeMap<>();
        answer.put("type", message.getHeader("action"));
        answer.put("subject", message.getHeader("subject"));
        answer.put("result", json.readTree(message.getHeader("details", "{}", String.class)));
        answer.put("audit", message.getHeader("audit"));
        message.setBody(answer);
    }

    private static Refusal notReplayable(Message message, Map<?, ?> row) {
        return Refusal.of(
                Reason.NOT_REPLAYABLE,
                "Dead letter %s was not replayed: %s (%s)"
                        .formatted(message.getHeader("deadLetterId"), row.get("why"), row.get("verdict")),
                "See GET /api/dead-letters/{deadLetterId}");
    }
}
