package dev.serai.live;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.routes.RouteChanges;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the routes ask that show files and revisions. */
public final class RouteFiles {
    private final LiveRoutes live;
    private final RouteRevisions revisions;
    private final FolderEdits folder;

    RouteFiles(LiveRoutes live, RouteRevisions revisions, FolderEdits folder) {
        this.live = live;
        this.revisions = revisions;
        this.folder = folder;
    }

    /** A file as it runs. */
    record File(String path, long revision, boolean differsFromDisk) {}

    /** Two revisions. */
    record Comparison(long from, long to, String summary, List<RouteChanges.Part> changes) {}

    /** All files that run or lie in this node's folder. */
    public void files(Exchange exchange) {
        Revision running = revisions.running();
        Map<String, Long> since = new TreeMap<>();
        live.routes().forEach(route -> since.put(route.file(), route.revision()));
        Set<String> paths = new TreeSet<>(running.files().keySet());
        paths.addAll(folder.paths());
        List<File> files = paths.stream()
                .map(path -> new File(
                        path,
                        running.files().containsKey(path) ? since.getOrDefault(path, running.number()) : 0,
                        folder.differs(path, running.files().get(path))))
                .toList();
        exchange.getMessage().setBody(Map.of("revision", running.number(), "files", files));
    }

    /** The content of one file as it runs, with the revision as its entity tag. */
    public void file(Exchange exchange) {
        Message message = exchange.getMessage();
        String path = RouteEdits.path(message);
        Revision running = revisions.running();
        String content = running.files().get(path);
        if (content == null) {
            throw Refusal.of(
                    Reason.ROUTE_FILE_UNKNOWN,
                    "There is no route file %s in revision %d".formatted(path, running.number()),
                    "List them with GET /api/routes/files; PUT makes a new one");
        }
        message.setBody(content);
        message.setHeader(Exchange.CONTENT_TYPE, "application/yaml");
        message.setHeader("ETag", "\"%d\"".formatted(running.number()));
    }

    /** Header {@code revision}, of which there is no row. */
    public void refuseUnknownRevision(Exchange exchange) {
        throw RouteRevisions.unknown(exchange.getMessage().getHeader("revision"));
    }

    /** Headers {@code revision} and {@code against}, the one before it when that is absent. */
    public void compare(Exchange exchange) {
        Message message = exchange.getMessage();
        long to = message.getHeader("revision", Long.class);
        Long against = message.getHeader("against", Long.class);
        Map<String, String> after = revisions.files(to);
        long from = against == null ? revisions.before(to) : against;
        RouteChanges changes = RouteChanges.between(from == 0 ? Map.of() : revisions.files(from), after);
        message.setBody(new Comparison(from, to, changes.summary(), changes.parts()));
    }
}
