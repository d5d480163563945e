package dev.serai.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.live.RevisionStore.Draft;
import dev.serai.live.RevisionStore.Made;
import dev.serai.routes.Finding;
import dev.serai.routes.RouteChanges;
import java.io.IOException;
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
    private final RouteFolder folder;
    private final FolderMemory memory;
    private final ObjectMapper json;
    private final String node;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("route-revisions").daemon().factory());

    private @Nullable Future<?> looks;
    private Revision current = Revision.NONE;
    private Map<String, String> folderBefore = Map.of();

    /** Hashes of what the folder had when its edits were last taken over. */
    private Map<String, String> seen = Map.of();

    private @Nullable Map<String, String> refusedFolder;
    private List<Finding> findings = List.of();
    private long refusedNumber;

    RouteRevisions(
            LiveRoutes live,
            Inspection inspection,
            RevisionStore store,
            RouteFolder folder,
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
        Map<String, String> onDisk = folder.read();
        Map<String, String> remembered = memory.read();
        folderBefore = onDisk;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            current = store.read(store.newestNumber());
            seen = remembered == null ? current.folder() : remembered;
            Map<String, String> files = current.with(onDisk, seen);
            if (files.equals(current.files())) {
                see(onDisk);
                break;
            }
            List<Finding> mistakes = current.number() == 0 ? List.of() : inspection.of(files);
            if (!mistakes.isEmpty()) {
                refuse(onDisk, mistakes);
                break;
            }
            Revision made = add("folder", "folder", "found in the routes folder at the start", files, onDisk, r -> {});
            if (made != null) {
                current = made;
                see(onDisk);
                break;
            }
        }
        live.begin(current.number(), current.files());
    }

    private void see(Map<String, String> onDisk) throws IOException {
        seen = Hashes.of(onDisk);
        memory.write(seen);
    }

    /** After the context has started. */
    void watch(long everyMillis) {
        looks = clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            follow();
            lookAtFolder();
        } catch (IOException | RuntimeException e) {
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
    private synchronized void lookAtFolder() throws IOException {
        Map<String, String> onDisk = folder.read();
        boolean still = onDisk.equals(folderBefore);
        folderBefore = onDisk;
        if (!still || onDisk.equals(refusedFolder)) {
            return;
        }
        refusedFolder = null;
        findings = List.of();
        if (Hashes.of(onDisk).equals(seen)) {
            return;
        }
        Map<String, String> files = current.with(onDisk, seen);
        if (files.equals(current.files())) {
            see(onDisk);
            return;
        }
        try {
            List<Finding> mistakes = inspection.of(files);
            if (!mistakes.isEmpty()) {
                refuse(onDisk, mistakes);
                return;
            }
            Revision made = add("folder", "folder", "edited in the routes folder", files, onDisk, this::start);
            if (made != null) { // else another node was first: the next look follows it
                current = made;
                see(onDisk);
            }
        } catch (Exception e) {
            refusedFolder = onDisk;
            log.atError().addKeyValue("runs", current.number()).setCause(e).log("edited route files do not start");
        }
    }

    private void refuse(Map<String, String> onDisk, List<Finding> mistakes) {
        refusedFolder = onDisk;
        findings = List.copyOf(mistakes);
        mistakes.forEach(finding -> log.atError()
                .addKeyValue("code", finding.code())
                .addKeyValue("runs", current.number())
                .log("edited route files are not applied: {}", finding));
    }

    private void start(Revision revision) {
        try {
            live.apply(revision.number(), revision.files());
        } catch (Exception e) {
            throw new IllegalStateException("The routes of revision %d do not start".formatted(revision.number()), e);
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
