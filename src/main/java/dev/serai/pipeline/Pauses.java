package dev.serai.pipeline;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators let stand: all, a stage by its route id, or a node by its name. */
public final class Pauses {
    static final String ALL = "all";

    private static final Logger log = LoggerFactory.getLogger(Pauses.class);

    private final NodeControl control;

    Pauses(NodeControl control) {
        this.control = control;
    }

    /** Keeps the body's or header's {@code nodeKey} as header {@code target}, which the rest of the route goes by. */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        Object key = message.getBody() instanceof Map<?, ?> body ? body.get("nodeKey") : null;
        message.setHeader("target", String.valueOf(key == null ? message.getHeader("nodeKey", ALL) : key));
        message.setBody(null);
    }

    /** Body: rows of {@code node-list.sql}. Sets the kind, or refuses a key that nobody has. */
    public void requireKnown(Exchange exchange) {
        Message message = exchange.getMessage();
        String target = message.getHeader("target", String.class);
        Set<String> nodes = new TreeSet<>();
        ((List<?>) message.getBody()).forEach(r -> nodes.add(String.valueOf(((Map<?, ?>) r).get("name"))));
        message.setHeader("targetKind", kind(target, nodes));
        message.setHeader("actor", actor(exchange));
        message.setBody(null);
    }

    private String kind(String target, Set<String> nodes) {
        if (target.equals(ALL)) {
            return ALL;
        }
        if (control.stages().contains(target)) {
            return "stage";
        }
        if (nodes.contains(target)) {
            return "node";
        }
        throw Refusal.of(
                Reason.NODE_UNKNOWN,
                "There is no node or stage '%s'".formatted(target),
                "Known nodes: %s; stages: %s; or all"
                        .formatted(String.join(", ", nodes), String.join(", ", control.stages())));
    }

    /** The answer of both operations. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean paused = "pause".equals(message.getHeader("operation"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("nodeKey", message.getHeader("target"));
        answer.put("kind", message.getHeader("targetKind"));
        answer.put("paused", paused);
        log.atInfo()
                .addKeyValue("nodeKey", message.getHeader("target"))
                .addKeyValue("paused", paused)
                .addKeyValue("actor", message.getHeader("actor"))
                .log("pause changed");
        message.setBody(answer);
    }

    static String actor(Exchange exchange) {
        return exchange.getProperty("userId", "hub", String.class);
    }
}
