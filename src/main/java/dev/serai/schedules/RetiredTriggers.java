package dev.serai.schedules;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes triggers from the store whose routes are gone. Quartz keeps them for ever, and each would go on waking a node for
 * nothing.
 */
public final class RetiredTriggers {
    private static final Logger log = LoggerFactory.getLogger(RetiredTriggers.class);

    private final Scheduler scheduler;
    private final CamelContext camel;
    private Set<TriggerKey> strange = Set.of();

    RetiredTriggers(Scheduler scheduler, CamelContext camel) {
        this.scheduler = scheduler;
        this.camel = camel;
    }

    /** Removes those that had no route at the look before either: a node learns of new routes a little later than others. */
    public synchronized void remove() throws SchedulerException {
        Set<TriggerKey> now = new HashSet<>(scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup()));
        now.removeAll(ofRoutes());
        for (TriggerKey key : now) {
            if (strange.contains(key)) {
                remove(key);
            }
        }
        strange = now;
    }

    private void remove(TriggerKey key) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(key);
        if (trigger != null) { // else another node was faster
            scheduler.deleteJob(trigger.getJobKey());
            log.atInfo().addKeyValue("trigger", key).log("trigger without a route removed");
        }
    }

    private Set<TriggerKey> ofRoutes() {
        return camel.getRoutes().stream()
                .map(Route::getEndpoint)
                .filter(QuartzEndpoint.class::isInstance)
                .map(endpoint -> ((QuartzEndpoint) endpoint).getTriggerKey())
                .collect(Collectors.toSet());
    }
}
