package dev.serai.schedules;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzComponent;

/**
 * The clock of routes. When a route's cron is edited, the new route begins before the old one ends, both with the same
 * trigger, which the store of a cluster keeps: Camel refuses that unless the job is one that is recovered. Whoever dies
 * within a tick leaves it to another node then, which is what ticks are made for.
 */
final class TickComponent extends QuartzComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        parameters.putIfAbsent("recoverableJob", true);
        return super.createEndpoint(uri, remaining, parameters);
    }
}
