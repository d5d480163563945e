package dev.serai.indexing;

import dev.serai.search.Candidate;
import dev.serai.search.DocumentUpdate;
import dev.serai.search.SearchIndex;
import dev.serai.search.SearchQuery;
import dev.serai.vectors.VectorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * This node's index, whichever it is at the moment. A damaged one is thrown away and started anew: everything in it
 * comes from Postgres and will come again. Writers take turns.
 */
public final class LiveIndex implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveIndex.class);

    private final Path folder;
    private final VectorSettings vectors;
    private final String model;
    private volatile SearchIndex index;
    private volatile @Nullable Throwable damage;
    private volatile boolean rebuilding;

    /** @param model whose vectors it holds; an index of another model's is started anew */
    LiveIndex(Path folder, VectorSettings vectors, String model) throws IOException {
        this.folder = folder;
        this.vectors = vectors;
        this.model = model;
        this.index = openOrStartAnew();
        this.rebuilding = index.orgs().isEmpty() || index.lostOrgs();
    }

    private SearchIndex openOrStartAnew() throws IOException {
        try {
            return SearchIndex.open(folder, vectors, model);
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).log("index is damaged or of another form; it is rebuilt from Postgres");
            FileSystemUtils.deleteRecursively(folder);
            return SearchIndex.open(folder, vectors, model);
        }
    }

    /** Ranked chunks, or nothing when the index is not fit to be asked; it is then replaced before long. */
    Optional<List<Candidate>> search(SearchQuery query) {
        SearchIndex asked = index;
        if (damage != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(asked.search(query));
        } catch (RuntimeException e) {
            suspect(asked, e);
            return Optional.empty();
        }
    }

    /** Position up to which an org's changes are applied. */
    long position(String org) {
        return index.position(org);
    }

    synchronized void apply(String org, Collection<DocumentUpdate> updates, long position) {
        writing(i -> i.apply(org, updates, position));
    }

    synchronized void mend(String org, DocumentUpdate update) {
        writing(i -> i.mend(org, update));
    }

    synchronized void forget(String org) {
        rebuilding = true;
        writing(i -> i.forget(org));
    }

    synchronized void commit() {
        writing(i -> {
            i.requirePresent();
            i.commit();
        });
    }

    /** Reads the whole index once against its checksums. Orgs that fail are rebuilt while the others serve. */
    void verify() {
        writing(i -> {
            i.verify();
            rebuilding |= i.lostOrgs();
        });
    }

    SearchIndex.Held held(String documentId) {
        return reading(i -> i.held(documentId));
    }

    List<String> documents(String after, int limit) {
        return reading(i -> i.documents(after, limit));
    }

    java.util.Set<String> orgs() {
        return index.orgs();
    }

    /** Replaces a damaged index by an empty one. Its positions are gone with it, so all changes are applied again. */
    synchronized void replaceIfDamaged() throws IOException {
        if (damage == null) {
            return;
        }
        rebuilding = true;
        index.abandon();
        FileSystemUtils.deleteRecursively(folder);
        index = SearchIndex.open(folder, vectors, model);
        damage = null;
        log.atWarn().log("index starts anew from Postgres; searches read Postgres until it has caught up");
    }

    /** Everything that Postgres has is here. */
    void caughtUp() {
        if (damage == null) {
            rebuilding = false;
        }
    }

    /** Whether an org's missing changes mean a rebuild, not a moment's delay. */
    boolean rebuilding() {
        return rebuilding || damage != null;
    }

    private interface Work<T> {
        T on(SearchIndex index) throws IOException;
    }

    private interface Write {
        void on(SearchIndex index) throws IOException;
    }

    private void writing(Write write) {
        reading(i -> {
            write.on(i);
            return Boolean.TRUE;
        });
    }

    private <T> T reading(Work<T> work) {
        SearchIndex used = index;
        try {
            return work.on(used);
        } catch (IOException e) {
            suspect(used, e);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            suspect(used, e);
            throw e;
        }
    }

    /** A search that met an index just being replaced says nothing about the new one. */
    private synchronized void suspect(SearchIndex used, Exception e) {
        if (used == index && damage == null) {
            damage = e;
            log.atError().setCause(e).log("index is damaged; searches read Postgres until it is rebuilt");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (damage == null) {
            index.close();
        } else {
            index.abandon();
        }
    }
}
