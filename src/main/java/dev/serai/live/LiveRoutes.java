package dev.serai.live;

import dev.serai.live.LinkComponent.LinkKey;
import dev.serai.live.LoadedFile.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run, file by file. Applying a set starts what changed beside what runs, turns the pointer, and lets
 * the old routes end with the last exchange that began on them. Until the pointer is turned nothing has changed for
 * anyone, so a failure leaves the old set as it was.
 */
public final class LiveRoutes {
    private static final Logger log = LoggerFactory.getLogger(LiveRoutes.class);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final String LINKS = "direct";
    private static final int LOOK_MILLIS = 20;

    private final ModelCamelContext camel;
    private final LinkComponent links;
    private Map<String, LoadedFile> files = Map.of();
    /** Retired sets on which exchanges may still be. */
    private final List<RouteSet> ending = new ArrayList<>();

    /** What listens, with the id of its route. */
    private Map<Entry, String> entries = Map.of();

    /** Ids of routes whose entries are not to listen. */
    private volatile Set<String> held = Set.of();

    public LiveRoutes(ModelCamelContext camel, LinkComponent links) {
        this.camel = camel;
        this.links = links;
    }

    /** Takes the place of Camel's own loading, before the context starts. */
    void begin(long revision, Map<String, String> contents) throws Exception {
        camel.removeEndpoints(LINKS + ":*"); // of Camel's own component: they would never find a consumer
        camel.removeComponent(LINKS);
        camel.addComponent(LINKS, links);
        apply(revision, contents);
    }

    /** The number of the set that new exchanges begin on. */
    public long revision() {
        return links.current().revision();
    }

    /** Whether a route begins from {@code direct:} and this name. */
    public boolean isCalled(String name) {
        return links.current().find(name) != null;
    }

    /** Entries that are to start from now on, except those of these routes; what listens already is left alone. */
    void hold(Set<String> ids) {
        held = Set.copyOf(ids);
    }

    /** What runs, by id. */
    synchronized List<LiveRoute> routes() {
        List<LiveRoute> routes = new ArrayList<>();
        for (LoadedFile file : files.values()) {
            Map<String, Entry> byId = new HashMap<>();
            file.entries().forEach(entry -> byId.put(entry.id(), entry));
            for (RouteDefinition body : file.bodies()) {
                String id = RouteId.logical(body.getRouteId());
                Entry entry = byId.get(id);
                routes.add(new LiveRoute(
                        id, file.path(), file.revision(), body, entry, entry == null ? null : entries.get(entry)));
            }
        }
        routes.sort(Comparator.comparing(LiveRoute::id));
        return routes;
    }

    Optional<LiveRoute> find(String id) {
        return routes().stream().filter(route -> route.id().equals(id)).findFirst();
    }

    /**
     * Makes these files, and no others, the routes that run.
     *
     * @param contents by path below the routes folder
     * @throws Exception as Camel says it; the old set goes on
     */
    public synchronized void apply(long revision, Map<String, String> contents) throws Exception {
        Map<String, Parsed> read = read(contents);
        List<RouteConfigurationDefinition> added =
                read.values().stream().flatMap(f -> f.configurations().stream()).toList();
        List<RouteConfigurationDefinition> removed = files.values().stream()
                .filter(file -> read.containsKey(file.path()) || !contents.containsKey(file.path()))
                .flatMap(file -> file.configurations().stream())
                .toList();
        List<String> started = new ArrayList<>();
        RouteSet old = links.current();
        Map<String, LoadedFile> next;
        Map<Entry, String> listening;
        exchangeConfigurations(removed, added);
        try {
            next = made(revision, contents, read, added, removed);
            listening = listening(revision, next);
            for (LoadedFile file : without(next, files)) {
                for (RouteDefinition body : file.bodies()) {
                    start(body, started);
                }
            }
            links.replace(set(revision, next));
            for (Map.Entry<Entry, String> entry : listening.entrySet()) {
                if (!entries.containsKey(entry.getKey())) {
                    RouteDefinition route = entry.getKey().route(entry.getValue(), revision);
                    if (held.contains(entry.getKey().id())) {
                        route.setAutoStartup("false");
                    }
                    start(route, started);
                }
            }
        } catch (Exception e) {
            links.replace(old.again());
            ending.add(old); // what began on it still needs its routes when a later set takes their place
            Collections.reverse(started);
            started.forEach(this::remove);
            exchangeConfigurations(added, removed);
            throw e;
        }
        List<LoadedFile> gone = without(files, next);
        List<String> ended = new ArrayList<>();
        entries.forEach((entry, id) -> {
            if (!listening.containsKey(entry)) {
                ended.add(id);
            }
        });
        gone.forEach(file -> file.bodies().forEach(body -> ended.add(body.getRouteId())));
        files = next;
        entries = listening;
        ending.removeIf(set -> set.exchanges() == 0);
        ending.add(old);
        List<RouteSet> before = List.copyOf(ending);
        Thread.ofVirtual().name("routes-drain").start(() -> drain(before, ended));
    }

    /** Those that the others have not, or have with other routes. */
    private static List<LoadedFile> without(Map<String, LoadedFile> files, Map<String, LoadedFile> others) {
        return files.values().stream()
                .filter(file -> {
                    LoadedFile other = others.get(file.path());
                    return other == null || other.revision() != file.revision();
                })
                .toList();
    }

    /** Entries that stay keep their route. */
    private Map<Entry, String> listening(long revision, Map<String, LoadedFile> next) {
        Map<Entry, String> listening = new LinkedHashMap<>();
        for (LoadedFile file : next.values()) {
            for (Entry entry : file.entries()) {
                String free =
                        camel.getRouteDefinition(entry.id()) == null ? entry.id() : RouteId.entry(entry.id(), revision);
                listening.put(entry, entries.getOrDefault(entry, free));
            }
        }
        return listening;
    }

    private static RouteSet set(long revision, Map<String, LoadedFile> next) {
        Map<String, LinkKey> links = new HashMap<>();
        for (LoadedFile file : next.values()) {
            file.links().forEach(name -> links.put(name, new LinkKey(name, file.revision())));
        }
        return new RouteSet(revision, links);
    }

    private void start(RouteDefinition route, List<String> started) throws Exception {
        started.add(route.getRouteId());
        camel.addRouteDefinition(route);
    }

    /** Files whose content is new. */
    private Map<String, Parsed> read(Map<String, String> contents) throws Exception {
        Map<String, Parsed> read = new TreeMap<>();
        for (Map.Entry<String, String> file : contents.entrySet()) {
            LoadedFile old = files.get(file.getKey());
            if (old == null || !old.content().equals(file.getValue())) {
                read.put(file.getKey(), LoadedFile.parse(camel, file.getKey(), file.getValue()));
            }
        }
        return read;
    }

    /** Files that did not change, nor the error handling that they name, stay as they are. */
    private Map<String, LoadedFile> made(
            long revision,
            Map<String, String> contents,
            Map<String, Parsed> read,
            List<RouteConfigurationDefinition> added,
            List<RouteConfigurationDefinition> removed)
            throws Exception {
        List<String> configurations = Stream.concat(added.stream(), removed.stream())
                .map(RouteConfigurationDefinition::getId)
                .toList();
        Map<String, LoadedFile> next = new TreeMap<>();
        for (String path : contents.keySet()) {
            LoadedFile old = files.get(path);
            Parsed fresh = read.get(path);
            if (fresh == null && old != null && old.dependsOn(configurations)) {
                fresh = LoadedFile.parse(camel, path, old.content());
            }
            next.put(path, fresh == null ? Objects.requireNonNull(old) : LoadedFile.of(fresh, revision));
        }
        return next;
    }

    private void exchangeConfigurations(
            List<RouteConfigurationDefinition> gone, List<RouteConfigurationDefinition> come) throws Exception {
        for (RouteConfigurationDefinition configuration : gone) {
            camel.removeRouteConfiguration(configuration);
        }
        camel.addRouteConfigurations(come);
    }

    /**
     * In the background: who applies does not wait for exchanges of minutes. A route may have been in several sets, so
     * all of them must be left. Entries come first in the list.
     */
    private void drain(List<RouteSet> before, List<String> ended) {
        long end = System.nanoTime() + DRAIN.toNanos();
        try {
            while (before.stream().anyMatch(set -> set.exchanges() > 0) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!camel.isStopping() && !camel.isStopped()) { // else it removes them itself
            ended.forEach(this::remove);
        }
    }

    private synchronized void remove(String id) {
        try {
            camel.getRouteController().stopRoute(id, DRAIN.toSeconds(), TimeUnit.SECONDS);
            RouteDefinition definition = camel.getRouteDefinition(id);
            if (definition != null) {
                camel.removeRouteDefinition(definition);
            }
            camel.removeRoute(id);
        } catch (Exception e) {
            log.atWarn().addKeyValue("routeId", id).setCause(e).log("a route of an old revision was not removed");
        }
    }
}
