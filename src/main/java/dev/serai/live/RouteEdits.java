package dev.serai.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.live.RouteRevisions.Applied;
import dev.serai.live.RouteRevisions.Origin;
import dev.serai.problem.Finding;
import dev.serai.problem.Refusal;
import dev.serai.routes.RouteCalls;
import dev.serai.routes.RouteChanges;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What the routes of the editing API ask: an edit is read, looked at, and applied in one place, whoever sent it. */
public final class RouteEdits {
    private static final String API = "api";
    private static final String RESTORE = "restore";
    private static final int NOTED = 20;

    private final LiveRoutes live;
    private final RouteRevisions revisions;
    private final FolderEdits folder;
    private final RouteOverview overview;
    private final Function<String, @Nullable String> properties;
    private final ObjectMapper json;

    RouteEdits(
            LiveRoutes live,
            RouteRevisions revisions,
            FolderEdits folder,
            RouteOverview overview,
            Function<String, @Nullable String> properties,
            ObjectMapper json) {
        this.live = live;
        this.revisions = revisions;
        this.folder = folder;
        this.overview = overview;
        this.properties = properties;
        this.json = json;
    }

    /** An edit with who sent it and why; the body between the step that reads it and the one that applies it. */
    record Request(Origin origin, RouteEdit edit) {}

    /** @param base number of the revision over which the files were laid */
    record Validation(boolean valid, long base, List<dev.serai.routes.Finding> findings) {}

    /**
     * What an edit would do.
     *
     * @param calledBy callers of the routes that would change or go
     * @param inFlight exchanges on these routes on this node at this moment
     * @param listening routes whose endpoint to the outside would be exchanged: consumers join anew
     */
    record Preview(
            boolean valid,
            long base,
            List<dev.serai.routes.Finding> findings,
            String summary,
            List<RouteChanges.Part> changes,
            Map<String, Set<String>> calledBy,
            Map<String, Long> inFlight,
            Set<String> listening) {}

    /** What an edit has done; {@code changed} is false when the files were as they are. */
    record Answer(
            boolean changed,
            long revision,
            long previous,
            String summary,
            List<RouteChanges.Part> changes,
            long millis) {}

    /** Body: {@code files}, content by path, null for one that is to go. */
    public void validate(Exchange exchange) {
        Revision running = revisions.running();
        List<dev.serai.routes.Finding> findings =
                revisions.inspect(edit(exchange, running.number()).over(running.files()));
        exchange.getMessage().setBody(new Validation(findings.isEmpty(), running.number(), findings));
    }

    /** Body as of {@link #validate}. */
    public void preview(Exchange exchange) {
        Revision running = revisions.running();
        Map<String, String> after = edit(exchange, running.number()).over(running.files());
        RouteChanges changes = RouteChanges.between(running.files(), after);
        RouteCalls calls = RouteCalls.between(running.files(), properties);
        Set<String> touched = changes.parts().stream()
                .filter(part -> part.outcome() != RouteChanges.Outcome.ADDED)
                .map(RouteChanges.Part::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Set<String>> calledBy = new TreeMap<>();
        touched.stream()
                .filter(id -> !calls.callersOf(id).isEmpty())
                .forEach(id -> calledBy.put(id, calls.callersOf(id)));
        List<dev.serai.routes.Finding> findings = revisions.inspect(after);
        exchange.getMessage()
                .setBody(new Preview(
                        findings.isEmpty(),
                        running.number(),
                        findings,
                        changes.summary(),
                        changes.parts(),
                        calledBy,
                        overview.inFlight(touched),
                        listening(changes)));
    }

    private Set<String> listening(RouteChanges changes) {
        Set<String> entries = live.routes().stream()
                .filter(route -> route.entry() != null)
                .map(LiveRoute::id)
                .collect(Collectors.toCollection(HashSet::new));
        return changes.parts().stream()
                .filter(part -> entries.contains(part.id()))
                .filter(part -> part.outcome() == RouteChanges.Outcome.REMOVED
                        || part.changes().stream()
                                .anyMatch(change -> change.path().startsWith("from")))
                .map(RouteChanges.Part::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One file: its content is the body, its path in headers, the base in {@code If-Match}. */
    public void save(Exchange exchange) {
        String content = exchange.getMessage().getBody(String.class);
        one(exchange, path -> Map.of(path, content), path -> Set.of());
    }

    /** One file that is to go. */
    public void remove(Exchange exchange) {
        one(exchange, path -> Map.of(), Set::of);
    }

    private void one(
            Exchange exchange, Function<String, Map<String, String>> saved, Function<String, Set<String>> removed) {
        Message message = exchange.getMessage();
        String path = path(message);
        long base = Long.parseLong(message.getHeader("If-Match", String.class).replace("\"", ""));
        message.setBody(new Request(
                origin(exchange, API, message.getHeader("reason")),
                new RouteEdit(base, saved.apply(path), removed.apply(path))));
    }

    /** Several files at once, with {@code base}, {@code reason} and {@code files}. */
    public void open(Exchange exchange) {
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        long base = ((Number) body.get("base")).longValue();
        exchange.getMessage().setBody(new Request(origin(exchange, API, body.get("reason")), edit(exchange, base)));
    }

    /** A revision as it was, laid over the one that runs. Header {@code revision}; body: {@code reason}. */
    public void restore(Exchange exchange) {
        Message message = exchange.getMessage();
        long number = message.getHeader("revision", Long.class);
        Map<String, String> wanted = revisions.files(number);
        Revision running = revisions.running();
        Set<String> removed = new TreeSet<>(running.files().keySet());
        removed.removeAll(wanted.keySet());
        String reason = "Back to revision %d: %s"
                .formatted(number, message.getBody(Map.class).get("reason"));
        message.setBody(
                new Request(origin(exchange, RESTORE, reason), new RouteEdit(running.number(), wanted, removed)));
    }

    private static Origin origin(Exchange exchange, String kind, @Nullable Object reason) {
        return new Origin(
                kind,
                String.valueOf(exchange.getProperty("userId")),
                String.valueOf(reason).strip());
    }

    private static RouteEdit edit(Exchange exchange, long base) {
        Map<?, ?> files = (Map<?, ?>) exchange.getMessage().getBody(Map.class).get("files");
        Map<String, String> saved = new TreeMap<>();
        Set<String> removed = new TreeSet<>();
        files.forEach((path, content) -> {
            if (content == null) {
                removed.add(String.valueOf(path));
            } else {
                saved.put(String.valueOf(path), String.valueOf(content));
            }
        });
        return new RouteEdit(base, saved, removed);
    }

    /** Body: a request. Refused as a whole, with every mistake, or it runs when this returns. */
    public void apply(Exchange exchange) {
        Request request = exchange.getMessage().getBody(Request.class);
        RouteEdit edit = request.edit();
        Map<String, String> atBase = revisions.files(edit.base());
        Map<String, String> seen = folder.seen();
        try {
            Applied applied = revisions.apply(
                    request.origin(),
                    newest -> {
                        edit.requireUntouched(atBase, newest);
                        return edit.over(newest.files());
                    },
                    seen);
            exchange.getMessage()
                    .setBody(new Answer(
                            applied.revision() != applied.previous(),
                            applied.revision(),
                            applied.previous(),
                            applied.changes().summary(),
                            applied.changes().parts(),
                            applied.millis()));
            exchange.getMessage().setHeader("ETag", "\"%d\"".formatted(applied.revision()));
        } catch (RoutesRefusedException e) {
            throw e.asRefusal();
        }
    }

    /** Sets {@code details} for the audit log: what a look at an edit brought. Body: the answer to it. */
    public void brief(Exchange exchange) throws JsonProcessingException {
        Map<String, Object> brief = switch (exchange.getMessage().getBody()) {
            case Validation look ->
                Map.of("base", look.base(), "mistakes", look.findings().size());
            case Preview look ->
                Map.of("base", look.base(), "mistakes", look.findings().size(), "summary", look.summary());
            default -> Map.of();
        };
        exchange.getMessage().setHeader("details", json.writeValueAsString(brief));
    }

    /**
     * Sets {@code details} for the audit log: what was to be applied, and why it was not. Body: the request; the refusal
     * has been caught.
     */
    public void refused(Exchange exchange) throws JsonProcessingException {
        Request request = exchange.getMessage().getBody(Request.class);
        Refusal refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refusal.class);
        Map<String, Object> details = Map.of(
                "files", request.edit().paths(),
                "reason", request.origin().reason(),
                "code", refusal.reason().code(),
                "why", refusal.detail(),
                "errors",
                        refusal.findings().stream()
                                .limit(NOTED)
                                .map(Finding::message)
                                .toList());
        exchange.getMessage().setHeader("details", json.writeValueAsString(details));
    }

    /** Goes on with the refusal that was caught. */
    public void raise(Exchange exchange) {
        throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refusal.class);
    }

    static String path(Message message) {
        return message.getHeader("folder") + "/" + message.getHeader("file");
    }
}
