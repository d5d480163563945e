package dev.serai.live;

import java.util.Map;
import java.util.UUID;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;

/**
 * A clock of the rehearsal's own, which never ticks: in memory, never started, gone with it. Left alone, Camel would find the
 * hub's scheduler in the registry and write triggers of the rehearsal into the store that all nodes share.
 */
final class StoppedClock extends QuartzComponent {
    StoppedClock() {
        setAutoStartScheduler(false);
        setInterruptJobsOnShutdown(true);
        setProperties(Map.of(
                "org.quartz.scheduler.instanceName", UUID.randomUUID().toString(),
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", "1",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
    }

    @Override
    public void setScheduler(Scheduler found) {
        // is the hub's
    }
}
