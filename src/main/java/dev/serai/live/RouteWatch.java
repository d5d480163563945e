package dev.serai.live;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second at what other nodes have applied, at the routes folder and at what operators have stopped, on a
 * thread of its own: no route can switch it off.
 */
final class RouteWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RouteWatch.class);

    private final RouteRevisions revisions;
    private final FolderEdits folder;
    private final RouteSwitches switches;
    private final Traffic traffic;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("route-watch").daemon().factory());

    private @Nullable Future<?> looks;

    RouteWatch(RouteRevisions revisions, FolderEdits folder, RouteSwitches switches, Traffic traffic) {
        this.revisions = revisions;
        this.folder = folder;
        this.switches = switches;
        this.traffic = traffic;
    }

    /** After the context has started. */
    void begin(long everyMillis) {
        looks = clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            traffic.look();
            revisions.follow();
            folder.look();
            switches.follow();
        } catch (Exception e) {
            log.warn("routes were not looked at; will look again", e);
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(true);
        }
        clock.shutdownNow();
    }
}
