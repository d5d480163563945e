package dev.serai.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports this node to the others and lets its stages stand or run as the table of pauses says. */
public final class NodeControl {
    private static final Logger log = LoggerFactory.getLogger(NodeControl.class);

    private final CamelContext camel;
    private final Claims claims;
    private final ObjectMapper json;
    private final String node;
    private final List<String> roles;
    private final boolean worker;
    private Map<String, StageSwitch> switches = Map.of();

    /** @param roles those in effect; a node that is no worker reports itself and switches nothing */
    NodeControl(CamelContext camel, Claims claims, ObjectMapper json, String node, List<String> roles) {
        this.camel = camel;
        this.claims = claims;
        this.json = json;
        this.node = node;
        this.roles = List.copyOf(roles);
        this.worker = roles.contains("worker");
    }

    /** Sets what {@code node-seen.sql} wants to know. */
    public void describe(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Integer> consumers = worker
                ? switches().values().stream().collect(Collectors.toMap(StageSwitch::stage, StageSwitch::consumers))
                : Map.of();
        message.setHeader("node", node);
        message.setHeader("roles", String.join(",", roles));
        message.setHeader("consumers", json.writeValueAsString(consumers));
        message.setHeader(
                "running",
                switches().values().stream()
                        .filter(s -> worker && s.runs())
                        .map(StageSwitch::routeId)
                        .collect(Collectors.joining(",")));
        message.setHeader("startedAt", ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** Body: rows of {@code node-seen.sql}. Work in flight goes on to its end. */
    public void apply(Exchange exchange) throws Exception {
        List<?> rows = exchange.getMessage().getBody(List.class);
        if (!worker || camel.isStopping()) {
            return;
        }
        Set<Object> paused =
                rows.stream().map(r -> ((Map<?, ?>) r).get("target")).collect(Collectors.toSet());
        boolean all = paused.contains(Pauses.ALL) || paused.contains(node);
        for (StageSwitch stage : switches().values()) {
            if (stage.turn(!all && !paused.contains(stage.routeId()), claims)) {
                log.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("routeId", stage.routeId())
                        .addKeyValue("running", stage.runs())
                        .log("stage switched");
            }
        }
    }

    /** The route ids of all stages, whether this node works on them or not. */
    Set<String> stages() {
        return switches().keySet();
    }

    private synchronized Map<String, StageSwitch> switches() {
        Map<String, StageSwitch> newest = new TreeMap<>();
        StageSwitch.of(camel).forEach(s -> newest.put(s.routeId(), s));
        newest.replaceAll((id, s) -> switches.getOrDefault(id, s).isSame(s) ? switches.getOrDefault(id, s) : s);
        switches = newest;
        return switches;
    }
}
