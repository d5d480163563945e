package dev.serai.indexing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows Postgres and applies changes to this node's index. Starts where the index's last commit stands. */
public final class IndexTail implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(IndexTail.class);
    /** Changes that a search may wait for. */
    private static final int NEAR = 100;

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(2);

    private final LiveIndex index;
    private final IndexChanges changes;
    private final IndexSettings settings;
    private final Semaphore nudges = new Semaphore(0);
    private final Object applied = new Object();
    private final Object turn = new Object();
    private volatile boolean running;
    private volatile long lag;
    private @Nullable Thread thread;

    IndexTail(LiveIndex index, IndexChanges changes, IndexSettings settings) {
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

    /** {@code ok}, or {@code rebuilding}: searches of orgs that are not done yet read Postgres. */
    public String state() {
        return index.rebuilding() ? "rebuilding" : "ok";
    }

    /**
     * Waits until the index holds what was committed for the org before this call, or the time is over. A caller thus
     * finds what it was told is ready. Answers whether the index does hold it.
     */
    public boolean awaitOrg(String org, Duration atMost) {
        long wanted = changes.position(org);
        if (wanted - index.position(org) > NEAR) {
            return false; // a rebuild is on its way
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        nudgeUnless(index.position(org) >= wanted);
        synchronized (applied) {
            while (index.position(org) < wanted && System.nanoTime() < deadline) {
                waitForApplied(deadline);
            }
        }
        return index.position(org) >= wanted;
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

    /** Gives the index a document's state as Postgres has it now. */
    void mend(String org, String documentId) {
        synchronized (turn) { // between reading and writing nobody may apply a newer state
            index.mend(org, changes.newest(documentId));
        }
    }

    private void run() {
        attempt(this::verify);
        long lastCommit = System.nanoTime();
        while (running) {
            boolean more = attempt(this::catchUp);
            if (System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
                attempt(this::commit);
                lastCommit = System.nanoTime();
            }
            if (!more) {
                pause();
            }
        }
    }

    private interface Step {
        boolean run() throws Exception;
    }

    /** Whatever fails is tried again: nothing but the end of the process may end the tail. */
    private static boolean attempt(Step step) {
        try {
            return step.run();
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .setCause(log.isDebugEnabled() ? e : null)
                    .log("index is behind; will look again");
            return false;
        }
    }

    private boolean verify() {
        index.verify();
        return false;
    }

    /** Whether there is more to apply right now. */
    private boolean catchUp() throws Exception {
        index.replaceIfDamaged();
        Map<String, Long> positions = changes.positions();
        for (String org : index.orgs()) {
            if (index.position(org) > positions.getOrDefault(org, 0L)) {
                startAgain(org, "Postgres is behind the index; was it restored from a backup?");
            }
        }
        long behind = 0;
        for (Map.Entry<String, Long> org : positions.entrySet()) {
            if (running && index.position(org.getKey()) < org.getValue()) {
                apply(org.getKey(), org.getValue());
                behind += org.getValue() - index.position(org.getKey());
            }
        }
        lag = behind;
        if (behind == 0 && running) {
            index.caughtUp();
        }
        return behind > 0;
    }

    /** @param wanted where the org stood before; nothing up to there can still turn up */
    private void apply(String org, long wanted) {
        synchronized (turn) {
            long position = index.position(org);
            IndexChanges.Batch batch = changes.after(org, position, wanted);
            // Asked after the changes were read: what was pruned before then is missing in them.
            if (position > 0 && position < changes.pruned(org)) {
                startAgain(org, "changes that this index needs are no longer kept");
                return;
            }
            index.apply(org, batch.updates(), batch.position());
        }
        synchronized (applied) {
            applied.notifyAll();
        }
    }

    private void startAgain(String org, String why) {
        log.atWarn().addKeyValue("org", org).addKeyValue("why", why).log("an org is indexed again from Postgres");
        index.forget(org);
    }

    private boolean commit() {
        index.commit();
        return false;
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
        attempt(this::commit);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
