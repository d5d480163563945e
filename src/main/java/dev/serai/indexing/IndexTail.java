package dev.serai.indexing;

import dev.serai.search.SearchIndex;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Follows Postgres and applies changes to this node's index. Starts where the index's last commit stands. */
public final class IndexTail implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(IndexTail.class);
    /** Changes that a search may wait for. */
    private static final int NEAR = 100;

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(2);

    private final SearchIndex index;
    private final IndexChanges changes;
    private final IndexSettings settings;
    private final Semaphore nudges = new Semaphore(0);
    private final Object applied = new Object();
    private volatile boolean running;
    private volatile long lag;
    private @Nullable Thread thread;

    IndexTail(SearchIndex index, IndexChanges changes, IndexSettings settings) {
        this.index = index;
        this.changes = changes;
        this.settings = settings;
    }

    /** Looks at once instead of at the next poll. A hint: polling finds everything by itself. */
    public void nudge() {
        if (nudges.availablePermits() == 0) {
            nudges.release();
        }
    }

    /** Changes that Postgres has and this index had not when it last looked. */
    public long lag() {
        return lag;
    }

    /**
     * Waits until the index holds what was committed for the org before this call, or the time is over. A caller thus
     * finds what it was told is ready.
     */
    public void awaitOrg(String org, Duration atMost) {
        long wanted = changes.position(org);
        if (wanted - index.position(org) > NEAR) {
            return; // a rebuild is on its way: better an answer from what is there than none
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        nudgeUnless(index.position(org) >= wanted);
        synchronized (applied) {
            while (index.position(org) < wanted && System.nanoTime() < deadline) {
                waitForApplied(deadline);
            }
        }
    }

    private void nudgeUnless(boolean current) {
        if (!current) {
            nudge();
        }
    }

    private void waitForApplied(long deadline) {
        try {
            TimeUnit.NANOSECONDS.timedWait(applied, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long lastCommit = System.nanoTime();
        while (running) {
            boolean more = catchUpOnce();
            if (System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
                commit();
                lastCommit = System.nanoTime();
            }
            if (!more) {
                pause();
            }
        }
    }

    /** Whether there is more to apply right now. */
    private boolean catchUpOnce() {
        try {
            return catchUp(changes.positions());
        } catch (DataAccessException | IOException e) {
            log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("index is behind; will look again");
            return false;
        }
    }

    private boolean catchUp(Map<String, Long> positions) throws IOException {
        long behind = 0;
        for (Map.Entry<String, Long> org : positions.entrySet()) {
            if (running && index.position(org.getKey()) < org.getValue()) {
                apply(org.getKey());
                behind += org.getValue() - index.position(org.getKey());
            }
        }
        lag = behind;
        return behind > 0;
    }

    private void apply(String org) throws IOException {
        IndexChanges.Batch batch = changes.after(org, index.position(org));
        index.apply(org, batch.updates(), batch.position());
        synchronized (applied) {
            applied.notifyAll();
        }
    }

    private void commit() {
        try {
            index.commit();
        } catch (IOException e) {
            log.atError().setCause(e).log("index could not be made durable; it will be rebuilt from Postgres if lost");
        }
    }

    private void pause() {
        try {
            if (nudges.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("index-tail").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        nudge();
        Thread tail = thread;
        if (tail != null) {
            try {
                tail.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        commit();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
