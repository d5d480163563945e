package dev.serai.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.live.RevisionStore.Draft;
import dev.serai.live.RevisionStore.Made;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.routes.Finding;
import dev.serai.routes.RouteChanges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which routes run, here and on every other node: the newest revision in Postgres decides. An edit in the folder makes
 * one, as an edit by the API and a restore do.
 */
public final class RouteRevisions {
    private static final Logger log = LoggerFactory.getLogger(RouteRevisions.class);
    private static final int MAX_TRIES = 10;

    private final LiveRoutes live;
    private final Inspection inspection;
    private final RevisionStore store;
    private final ObjectMapper json;
    private final String node;

    /** Read without the lock: whoever asks what runs does not wait for an edit, or for a database that is away. */
    private volatile Revision current = Revision.NONE;

    private boolean running;
    private long refusedNumber;

    RouteRevisions(LiveRoutes live, Inspection inspection, RevisionStore store, ObjectMapper json, String node) {
        this.live = live;
        this.inspection = inspection;
        this.store = store;
        this.json = json;
        this.node = node;
    }

    /** Where a revision comes from: the folder, the API, a restore; who made it, and why. */
    record Origin(String kind, String author, String reason) {}

    /** Says which files are wanted, laid over the newest revision; asked again when another edit came first. */
    interface Proposal {
        Map<String, String> over(Revision newest);
    }

    /**
     * What an edit has done.
     *
     * @param revision that runs now
     * @param previous that ran before; the same when the edit changes nothing
     */
    record Applied(long revision, long previous, RouteChanges changes, long millis) {}

    /** Runs them, in the place of Camel's own loading and before its context starts. */
    synchronized void begin() throws Exception {
        if (current.number() == 0) {
            throw new IllegalStateException("there is no revision");
        }
        live.begin(current.number(), current.files());
        running = true;
    }

    /** Runs what another node has made the newest revision. */
    synchronized void follow() {
        long newest = store.newestNumber();
        if (newest <= current.number() || newest == refusedNumber) {
            return;
        }
        Revision next = store.read(newest);
        try {
            start(next);
            current = next;
            log.atInfo().addKeyValue("revision", newest).log("now runs the routes that another node has applied");
        } catch (NotStartedException e) {
            refusedNumber = newest;
            log.atError()
                    .addKeyValue("revision", newest)
                    .addKeyValue("runs", current.number())
                    .setCause(e)
                    .log("routes that run on another node do not start here");
        }
    }

    /**
     * Makes the proposed files run, if they can: inspected, started beside what runs, written down, then turned to.
     *
     * @param folder hashes of what this node's folder had when it was last taken over
     * @throws RoutesRefusedException when they cannot; nothing has changed then
     */
    synchronized Applied apply(Origin origin, Proposal proposal, Map<String, String> folder)
            throws RoutesRefusedException {
        long begin = System.nanoTime();
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            follow();
            requireNewest();
            Revision before = current;
            Map<String, String> files = proposal.over(before);
            if (files.equals(before.files())) {
                return new Applied(before.number(), before.number(), new RouteChanges(List.of()), millis(begin));
            }
            requireSound(files);
            RouteChanges changes = RouteChanges.between(before.files(), files);
            Revision made = add(origin, files, folder, changes);
            if (made != null) {
                current = made;
                return new Applied(made.number(), before.number(), changes, millis(begin));
            }
        }
        throw Refusal.later(
                Reason.UNAVAILABLE, "Other nodes change the routes at this moment", Duration.ofSeconds(2), null);
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    /** An edit must not be laid over routes that do not run here. */
    private void requireNewest() {
        if (refusedNumber > current.number()) {
            throw Refusal.of(
                    Reason.ROUTES_CHANGED,
                    "Revision %d does not start on node %s, which still runs revision %d"
                            .formatted(refusedNumber, node, current.number()),
                    "Send the edit to a node that runs it, or restore a revision there; GET /api/routes names the nodes");
        }
    }

    private void requireSound(Map<String, String> files) throws RoutesRefusedException {
        List<Finding> mistakes = current.number() == 0 ? inspection.ofFirst(files) : inspect(files);
        if (!mistakes.isEmpty()) {
            throw new RoutesRefusedException(mistakes);
        }
    }

    /** Every mistake in these files, which need not run. */
    List<Finding> inspect(Map<String, String> files) {
        return inspection.of(files, running().files());
    }

    /** These routes, not the database, are why there is no revision. */
    private static final class NotStartedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotStartedException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void start(Revision revision) {
        if (running) {
            try {
                live.apply(revision.number(), revision.files());
            } catch (Exception e) {
                throw new NotStartedException(e);
            }
        }
    }

    /** Null when another node was first. What has started is taken back when it cannot be recorded. */
    private @Nullable Revision add(
            Origin origin, Map<String, String> files, Map<String, String> folder, RouteChanges changes)
            throws RoutesRefusedException {
        Made made = new Made(origin, asJson(changes), asJson(details(origin, files, changes)), node);
        Draft draft = new Draft(files, folder, made, this::start);
        try {
            return store.add(newest -> newest == current.number() ? draft : null);
        } catch (NotStartedException e) {
            log.atError().setCause(e).log("edited routes do not start");
            throw new RoutesRefusedException(List.of(Finding.notBuilt("routes", String.valueOf(e.getMessage()))));
        } catch (RuntimeException e) {
            if (running && live.revision() != current.number()) {
                start(current);
            }
            throw e;
        }
    }

    private Map<String, Object> details(Origin origin, Map<String, String> files, RouteChanges changes) {
        Set<String> paths = new TreeSet<>(files.keySet());
        paths.addAll(current.files().keySet());
        paths.removeIf(path -> Objects.equals(files.get(path), current.files().get(path)));
        return Map.of("origin", origin.kind(), "reason", origin.reason(), "files", paths, "summary", changes.summary());
    }

    private String asJson(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What this node runs. */
    Revision running() {
        return current;
    }

    /** The files of a revision; refuses when there is none of that number. */
    Map<String, String> files(long number) {
        Revision now = running();
        Map<String, String> files =
                now.number() == number ? now.files() : store.read(number).files();
        if (files.isEmpty()) {
            throw unknown(number);
        }
        return files;
    }

    static Refusal unknown(Object number) {
        return Refusal.of(
                Reason.REVISION_UNKNOWN,
                "There is no revision %s of the routes".formatted(number),
                "List them with GET /api/routes/revisions; numbers have gaps where a set did not start");
    }

    /** The number of the revision that ran before that one; 0 when there is none. */
    long before(long number) {
        return store.before(number);
    }

    /** The number of the revision that this node runs. */
    public long number() {
        return running().number();
    }

    /** The revision that an exchange began on, for jobs and dead letters. */
    public String of(Exchange exchange) {
        RouteSet set = RouteSet.of(exchange);
        return Long.toString(set == null ? live.revision() : set.revision());
    }
}
