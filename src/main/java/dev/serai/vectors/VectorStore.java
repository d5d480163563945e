package dev.serai.vectors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The vectors of many orgs in one folder, a file an org. Changes are applied org by org with the position up to which
 * they go; a crash at any moment leaves an org before or after an {@link #apply}. Writers take turns; searches wait for
 * nobody. An org whose file is damaged is dropped and listed, and has position 0: its caller applies it again, and
 * every other org serves meanwhile.
 */
public final class VectorStore implements AutoCloseable {
    private static final System.Logger log = System.getLogger(VectorStore.class.getName());
    private final Path folder;
    private final VectorSettings settings;
    private final Kernel kernel;
    private final Map<String, OrgVectors> orgs = new ConcurrentHashMap<>();
    private final Set<String> notDurable = ConcurrentHashMap.newKeySet();
    private final List<DamagedOrg> damaged = new CopyOnWriteArrayList<>();
    private final Upkeep upkeep = new Upkeep(this::tidyUp);

    private VectorStore(Path folder, VectorSettings settings, Kernel kernel) {
        this.folder = folder;
        this.settings = settings;
        this.kernel = kernel;
    }

    /**
     * Opens the store in a folder, or starts an empty one. Files of some size are not read whole: call {@link #verify}
     * soon.
     */
    public static VectorStore open(Path folder, VectorSettings settings) throws IOException {
        return open(folder, settings, Kernels.BEST);
    }

    static VectorStore open(Path folder, VectorSettings settings, Kernel kernel) throws IOException {
        Files.createDirectories(folder);
        VectorStore store = new VectorStore(folder, settings, kernel);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (file.toString().endsWith(OrgFile.SUFFIX)) {
                    store.load(file);
                } else if (file.toString().endsWith(OrgFile.UNFINISHED)) {
                    Files.delete(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            store.abandon();
            throw e;
        }
        store.orgs.forEach(store::askForUpkeep);
        return store;
    }

    private void load(Path path) throws IOException {
        String org = path.getFileName().toString();
        try {
            org = OrgFile.owner(path, settings.dimension());
            if (!path.equals(file(org))) {
                throw new DamagedFileException(path, "it belongs elsewhere");
            }
            orgs.put(org, OrgVectors.load(new OrgFile(path, org, settings.dimension()), settings, kernel));
        } catch (IOException | RuntimeException e) {
            report(org, e);
            OrgFile.delete(path);
        }
    }

    private void report(String org, Exception e) {
        damaged.add(new DamagedOrg(org, String.valueOf(e.getMessage())));
        log.log(System.Logger.Level.ERROR, "vectors of an org are damaged and dropped: " + org, e);
    }

    /** Orgs dropped because of damage since the store was opened. */
    public List<DamagedOrg> damaged() {
        return List.copyOf(damaged);
    }

    /** Position up to which an org's changes are applied; 0 for an unknown org. */
    public long position(String org) {
        OrgVectors vectors = orgs.get(org);
        return vectors == null ? 0 : vectors.position();
    }

    /** Orgs that lie here. */
    public Set<String> orgs() {
        return Set.copyOf(orgs.keySet());
    }

    /**
     * Applies changes of one org that lead up to {@code position}; searches that begin afterwards see them all, those
     * before none. Of several changes of a document the last counts.
     *
     * @throws IllegalArgumentException when a vector has the wrong dimension or length, or holds NaN; nothing changes
     */
    public synchronized void apply(String org, Collection<VectorUpdate> updates, long position) throws IOException {
        Door.checkName("name of an org", org);
        Door.check(updates, settings.dimension());
        if (position < 0) {
            throw new IllegalArgumentException("position is %d, expected 0 or more".formatted(position));
        }
        OrgVectors vectors = orgs.get(org);
        if (vectors == null) {
            vectors = OrgVectors.empty(new OrgFile(file(org), org, settings.dimension()), settings, kernel);
        }
        vectors.apply(updates, position);
        orgs.put(org, vectors);
        notDurable.add(org);
        askForUpkeep(org, vectors);
    }

    private void askForUpkeep(String org, OrgVectors vectors) {
        if (vectors.needsUpkeep()) {
            upkeep.ask(org);
        }
    }

    private void tidyUp(String org) throws IOException {
        OrgVectors vectors = orgs.get(org);
        if (vectors != null) {
            vectors.tidyUp(this);
            askForUpkeep(org, vectors);
        }
    }

    /** Waits until files are as compact, and orgs as clustered, as they should be. */
    public void awaitUpkeep() throws InterruptedException {
        upkeep.awaitIdle();
    }

    private Path file(String org) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(org.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + OrgFile.SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Forgets an org whole, its position too. */
    public synchronized void forget(String org) throws IOException {
        OrgVectors vectors = orgs.remove(org);
        notDurable.remove(org);
        if (vectors != null) {
            vectors.delete();
        }
    }

    /** Makes everything applied so far durable. A crash of the process alone loses nothing even without. */
    public synchronized void commit() throws IOException {
        requirePresent();
        for (String org : List.copyOf(notDurable)) {
            OrgVectors vectors = orgs.get(org);
            if (vectors != null) {
                vectors.force();
            }
            notDurable.remove(org);
        }
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    /** A folder deleted under an open store is noticed by nothing else until the next write. */
    public void requirePresent() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "holds no vectors any more");
        }
    }

    /** Reads every byte against its checksum, and drops the orgs that fail. Answers these. */
    public List<DamagedOrg> verify() throws IOException {
        requirePresent();
        int before = damaged.size();
        for (Map.Entry<String, OrgVectors> org : orgs.entrySet()) {
            try {
                org.getValue().verify(this);
            } catch (IOException e) {
                drop(org.getKey(), org.getValue(), e);
            }
        }
        return damaged.subList(before, damaged.size());
    }

    private synchronized void drop(String org, OrgVectors vectors, IOException e) throws IOException {
        if (orgs.get(org) == vectors) { // else it was forgotten meanwhile
            forget(org);
            report(org, e);
        }
    }

    /** The rows of the query's org nearest to it, best first; empty when the org or the filters leave none. */
    public List<VectorMatch> search(VectorQuery query) {
        Door.check("the query", query.vector(), settings.dimension());
        if (query.k() < 1) {
            throw new IllegalArgumentException("k is %d, expected 1 or more".formatted(query.k()));
        }
        OrgVectors vectors = orgs.get(query.org());
        Snapshot snapshot = vectors == null ? null : vectors.acquire();
        if (snapshot == null) {
            return List.of();
        }
        try {
            return new Scan(snapshot, settings, kernel, query.vector())
                    .nearest(query.k(), query.documentIds(), query.types());
        } finally {
            snapshot.release();
        }
    }

    /**
     * What the store holds of a document.
     *
     * @param version of its rows; 0 without rows
     */
    public record Held(int version, int rows) {}

    public Held held(String org, String documentId) {
        OrgVectors vectors = orgs.get(org);
        Snapshot snapshot = vectors == null ? null : vectors.acquire();
        if (snapshot == null) {
            return new Held(0, 0);
        }
        try {
            Snapshot.Place place = snapshot.find(documentId);
            if (!place.found()) {
                return new Held(0, 0);
            }
            Documents.Entry entry =
                    snapshot.blocks.get(place.block()).documents().entry(place.document());
            return new Held(entry.version(), entry.rows());
        } finally {
            snapshot.release();
        }
    }

    /** Rows that can be found, all orgs together. */
    public long size() {
        long rows = 0;
        for (OrgVectors vectors : orgs.values()) {
            Snapshot snapshot = vectors.acquire();
            if (snapshot != null) {
                rows += snapshot.liveRows;
                snapshot.release();
            }
        }
        return rows;
    }

    /** Gives up all files. What was applied stays, though the disk may not have it yet. */
    public void abandon() {
        upkeep.close(); // it takes turns, so not in one
        synchronized (this) {
            orgs.values().forEach(OrgVectors::close);
            orgs.clear();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            commit();
        } finally {
            abandon();
        }
    }
}
