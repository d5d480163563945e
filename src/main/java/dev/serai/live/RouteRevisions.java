package dev.serai.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.live.RevisionStore.Draft;
import dev.serai.live.RevisionStore.Made;
import dev.serai.routes.Finding;
import dev.serai.routes.RouteChanges;
import dev.serai.routes.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which routes run, here and on every other node. The newest revision in Postgres decides; an edit in the folder makes
 * one, as an edit by the API does. Looks at both each second on a thread of its own, so that no route can switch it off.
 */
public final class RouteRevisions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RouteRevisions.class);
    private static final int MAX_TRIES = 10;

    private final LiveRoutes live;
    private final Inspection inspection;
    private final RevisionStore store;
    private final Path folder;
    private final FolderMemory memory;
    private final ObjectMapper json;
    private final String node;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("route-revisions").daemon().factory());

    private @Nullable Future<?> looks;
    private Revision current = Revision.NONE;
    private @Nullable RouteFolder folderBefore;

    /** Hashes of what the folder had when its edits were last taken over. */
    private Map<String, String> seen = Map.of();

    /** The folder that was last dealt with: taken over or refused. */
    private @Nullable RouteFolder settled;

    private List<Finding> findings = List.of();
    private long refusedNumber;

    RouteRevisions(
            LiveRoutes live,
            Inspection inspection,
            RevisionStore store,
            Path folder,
            FolderMemory memory,
            ObjectMapper json,
            String node) {
        this.live = live;
        this.inspection = inspection;
        this.store = store;
        this.folder = folder;
        this.memory = memory;
        this.json = json;
        this.node = node;
    }

    /**
     * What to start with: the newest revision with what has been edited in the folder since, or without it when it would
     * not start.
     */
    synchronized void begin() throws Exception {
        RouteFolder onDisk = RouteFolder.read(folder);
        Map<String, String> remembered = memory.read();
        folderBefore = onDisk;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            current = store.read(store.newestNumber());
            seen = remembered == null ? current.folder() : remembered;
            if (settle(onDisk, "found in the routes folder at the start", revision -> {})) {
                break;
            }
        }
        if (current.number() == 0) {
            throw new IllegalStateException(findings.toString());
        }
        live.begin(current.number(), current.files());
    }

    private void see(RouteFolder onDisk) throws IOException {
        seen = Hashes.of(onDisk.files());
        memory.write(seen);
        settled = onDisk;
    }

    /** After the context has started. */
    void watch(long everyMillis) {
        looks = clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            follow();
            lookAtFolder();
        } catch (Exception e) {
            log.warn("route files were not looked at; will look again", e);
        }
    }

    /** Runs what another node has made the newest revision. */
    private synchronized void follow() {
        long newest = store.newestNumber();
        if (newest <= current.number() || newest == refusedNumber) {
            return;
        }
        Revision next = store.read(newest);
        try {
            live.apply(next.number(), next.files());
            current = next;
            log.atInfo().addKeyValue("revision", newest).log("now runs the routes that another node has applied");
        } catch (Exception e) {
            refusedNumber = newest;
            log.atError()
                    .addKeyValue("revision", newest)
                    .addKeyValue("runs", current.number())
                    .setCause(e)
                    .log("routes that run on another node do not start here");
        }
    }

    /** A file that is being written, or one of many being saved, is left alone until it has been still for one look. */
    private synchronized void lookAtFolder() throws Exception {
        RouteFolder onDisk = RouteFolder.read(folder);
        boolean still = onDisk.equals(folderBefore);
        folderBefore = onDisk;
        if (still && !onDisk.equals(settled)) {
            settle(onDisk, "edited in the routes folder", this::start);
        }
    }

    /**
     * Takes over what has been edited in the folder, or refuses it. False when another node was first, and it is to be
     * done again on what that one has made; also when this throws, as it does without a database.
     */
    private boolean settle(RouteFolder onDisk, String reason, RevisionStore.Start start) throws Exception {
        findings = List.of();
        Map<String, String> files = current.with(onDisk.files(), seen);
        boolean edited = !files.equals(current.files());
        List<Finding> mistakes = !onDisk.findings().isEmpty()
                ? onDisk.findings()
                : edited && current.number() != 0 ? inspection.of(files) : List.of();
        if (!mistakes.isEmpty()) {
            refuse(onDisk, mistakes);
            return true;
        }
        if (edited) {
            try {
                Revision made = add("folder", "folder", reason, files, onDisk.files(), start);
                if (made == null) {
                    return false;
                }
                current = made;
            } catch (NotStartedException e) {
                log.atError().setCause(e).log("edited route files do not start");
                refuse(onDisk, List.of(Finding.notBuilt("routes", String.valueOf(e.getMessage()))));
                return true;
            }
        }
        see(onDisk);
        return true;
    }

    private void refuse(RouteFolder onDisk, List<Finding> mistakes) {
        settled = onDisk;
        findings = List.copyOf(mistakes);
        mistakes.forEach(finding -> log.atError()
                .addKeyValue("code", finding.code())
                .addKeyValue("runs", current.number())
                .log("edited route files are not applied: {}", finding));
    }

    /** These routes, not the database, are why there is no revision. */
    private static final class NotStartedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotStartedException(String message, Exception cause) {
            super(message, cause);
        }
    }

    private void start(Revision revision) {
        try {
            live.apply(revision.number(), revision.files());
        } catch (Exception e) {
            throw new NotStartedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Null when another node was first. What has started is taken back when it cannot be recorded. */
    private @Nullable Revision add(
            String origin,
            String author,
            String reason,
            Map<String, String> files,
            Map<String, String> onDisk,
            RevisionStore.Start start)
            throws Exception {
        Made made = new Made(
                origin, author, reason, json.writeValueAsString(RouteChanges.between(current.files(), files)), node);
        Draft draft = new Draft(files, Hashes.of(onDisk), made, start);
        try {
            return store.add(newest -> newest == current.number() ? draft : null);
        } catch (RuntimeException e) {
            if (current.number() != 0 && live.revision() != current.number()) {
                live.apply(current.number(), current.files());
            }
            throw e;
        }
    }

    /** What keeps the folder's latest edit from running; empty when nothing does. */
    public synchronized List<Finding> findings() {
        return findings;
    }

    /** The revision that this node runs. */
    public synchronized long number() {
        return current.number();
    }

    /** The revision that an exchange began on, for jobs and dead letters. */
    public String of(Exchange exchange) {
        RouteSet set = RouteSet.of(exchange);
        return Long.toString(set == null ? live.revision() : set.revision());
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(true);
        }
        clock.shutdownNow();
    }
}
