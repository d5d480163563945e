package dev.serai.search;

import dev.serai.vectors.DamagedOrg;
import dev.serai.vectors.VectorSettings;
import dev.serai.vectors.VectorStore;
import dev.serai.vectors.VectorUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A derived index on disk: words in Lucene, vectors in a store by org. Changes are applied org by org together with the
 * position up to which they go. A crash may leave one of the two behind the other; the org's position is then the
 * smaller one, and what is applied again changes nothing. Searches never wait for writers.
 */
public final class SearchIndex implements AutoCloseable {
    /** Numbers in a vector. */
    public static final int DIMENSION = 384;

    /** Candidates each ranking gives to the fusion. */
    private static final int POOL = 200;

    /** Names of the form and the model among what a commit says about itself. */
    private static final String FORM = "form";

    private static final String MODEL = "model";

    private static final System.Logger log = System.getLogger(SearchIndex.class.getName());

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final VectorStore vectors;
    private final Map<String, Long> positions = new ConcurrentHashMap<>();

    private SearchIndex(FSDirectory directory, IndexWriter writer, VectorStore vectors) throws IOException {
        this.directory = directory;
        this.writer = writer;
        this.vectors = vectors;
        this.searchers = new SearcherManager(writer, new SearcherFactory());
        readPositions();
        forgetHalves();
    }

    /** Opens the index in a folder, or starts an empty one. Throws when what lies there is damaged. */
    public static SearchIndex open(Path folder) throws IOException {
        return open(folder, VectorSettings.of(DIMENSION), "");
    }

    /**
     * With a balance of time and recall other than the usual.
     *
     * @param model whose vectors it holds; those of two models cannot be compared
     */
    public static SearchIndex open(Path folder, VectorSettings settings, String model) throws IOException {
        FSDirectory directory = FSDirectory.open(folder);
        try {
            requireForm(directory, model);
            IndexWriterConfig config = new IndexWriterConfig(analyzer());
            config.setRAMBufferSizeMB(32);
            IndexWriter writer = new IndexWriter(directory, config);
            return open(directory, writer, folder.resolve("vectors"), settings, model);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** A writer that is left open keeps the folder's lock, and nobody in this process could begin again. */
    private static SearchIndex open(
            FSDirectory directory, IndexWriter writer, Path vectors, VectorSettings settings, String model)
            throws IOException {
        try {
            writer.setLiveCommitData(Map.of(FORM, Fields.FORM, MODEL, model).entrySet());
            writer.commit(); // an empty index is there too
            return open(directory, writer, VectorStore.open(vectors, settings));
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    /** Two stores must not work on one folder. */
    private static SearchIndex open(FSDirectory directory, IndexWriter writer, VectorStore vectors) throws IOException {
        try {
            return new SearchIndex(directory, writer, vectors);
        } catch (IOException | RuntimeException e) {
            vectors.abandon();
            throw e;
        }
    }

    /** What another version of the hub indexed has other fields; its owner begins again. */
    private static void requireForm(FSDirectory directory, String model) throws IOException {
        if (DirectoryReader.indexExists(directory)) {
            Map<String, String> commit =
                    SegmentInfos.readLatestCommit(directory).getUserData();
            require("form", commit.get(FORM), Fields.FORM);
            require("model", commit.get(MODEL), model);
        }
    }

    private static void require(String what, @Nullable String found, String expected) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException("the index has the %s %s, expected %s".formatted(what, found, expected));
        }
    }

    private static Analyzer analyzer() {
        return new PerFieldAnalyzerWrapper(Analysis.NEUTRAL, Map.of(Fields.TEXT_ENGLISH, Analysis.ENGLISH));
    }

    private void readPositions() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            StoredFields stored = searcher.storedFields();
            TermsOfMarkers.each(searcher, doc -> {
                var fields = stored.document(doc);
                positions.put(
                        fields.get(Fields.MARKER),
                        fields.getField(Fields.POSITION).numericValue().longValue());
            });
        } finally {
            searchers.release(searcher);
        }
    }

    /** An org that has only words or only vectors begins again: what it has may since have been deleted. */
    private void forgetHalves() throws IOException {
        for (String org : orgs()) {
            if (position(org) == 0) {
                forget(org);
            }
        }
    }

    /** Position up to which an org's changes are applied; 0 for an unknown org. */
    public long position(String org) {
        return Math.min(positions.getOrDefault(org, 0L), vectors.position(org));
    }

    /** Whether damage made any org begin again since the index was opened. */
    public boolean lostOrgs() {
        return !vectors.damaged().isEmpty();
    }

    /** Applies changes of one org that lead up to {@code position}. One thread at a time. */
    public void apply(String org, Collection<DocumentUpdate> updates, long position) throws IOException {
        vectors.apply(org, updates.stream().map(ChunkVectors::update).toList(), position);
        for (DocumentUpdate update : updates) {
            writer.deleteDocuments(new Term(Fields.DOCUMENT, update.documentId()));
            if (update instanceof DocumentUpdate.Upsert upsert) {
                String opening = Opening.of(upsert.chunks());
                for (ChunkEntry chunk : upsert.chunks()) {
                    writer.addDocument(Fields.chunk(org, upsert, opening, chunk));
                }
            }
        }
        writer.updateDocument(new Term(Fields.MARKER, org), Fields.marker(org, position));
        searchers.maybeRefreshBlocking();
        positions.put(org, position);
    }

    /** Applies one document's state outside the order of changes; the org's position stays. One thread at a time. */
    public void mend(String org, DocumentUpdate update) throws IOException {
        for (String other : vectors.orgs()) { // a document that Postgres does not know lies in an org unknown too
            if (!other.equals(org) && vectors.held(other, update.documentId()).rows() > 0) {
                vectors.apply(other, List.of(new VectorUpdate.Delete(update.documentId())), vectors.position(other));
            }
        }
        apply(org, List.of(update), position(org));
    }

    /** Forgets an org whole, its position too. One thread at a time. */
    public void forget(String org) throws IOException {
        writer.deleteDocuments(new Term(Fields.ORG, org), new Term(Fields.MARKER, org));
        searchers.maybeRefreshBlocking();
        vectors.forget(org);
        positions.remove(org);
    }

    /** Orgs of which anything lies here. */
    public Set<String> orgs() {
        Set<String> orgs = new HashSet<>(positions.keySet());
        orgs.addAll(vectors.orgs());
        return orgs;
    }

    /** Makes everything applied so far durable. */
    public void commit() throws IOException {
        vectors.commit();
        if (writer.hasUncommittedChanges()) {
            writer.commit();
        }
    }

    /**
     * Reads every byte of the last commit against its checksums, and that the folder still holds it. Damaged words are
     * an exception; an org with damaged vectors is forgotten.
     */
    public void verify() throws IOException {
        requirePresent();
        for (DamagedOrg org : vectors.verify()) {
            forget(org.org());
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                if (leaf.reader() instanceof CodecReader codec) {
                    codec.checkIntegrity();
                }
            }
        }
    }

    /** A folder deleted under an open index is noticed by nothing else until the next write. */
    public void requirePresent() throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            throw new NoSuchFileException(directory.getDirectory().toString(), null, "holds no index any more");
        }
        vectors.requirePresent();
    }

    /**
     * What the index holds of a document.
     *
     * @param version of its chunks; 0 without chunks
     */
    public record Held(int version, int chunks) {}

    public Held held(String documentId) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            TermQuery document = new TermQuery(new Term(Fields.DOCUMENT, documentId));
            ScoreDoc[] one = searcher.search(document, 1).scoreDocs;
            return one.length == 0
                    ? new Held(0, 0)
                    : new Held(
                            candidates(searcher, Arrays.asList(one)).getFirst().version(), searcher.count(document));
        } finally {
            searchers.release(searcher);
        }
    }

    /** Ids of documents behind {@code after}, in order, at most {@code limit}; some may just have been deleted. */
    public List<String> documents(String after, int limit) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            TreeSet<String> ids = new TreeSet<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                TermsOfMarkers.next(leaf, Fields.DOCUMENT, after, limit, ids);
            }
            return ids.stream().limit(limit).toList();
        } finally {
            searchers.release(searcher);
        }
    }

    /** The best chunks of the query's org, best first; empty when nothing matches. */
    public List<Candidate> search(SearchQuery query) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return ranked(searcher, query);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Candidate> ranked(IndexSearcher searcher, SearchQuery query) throws IOException {
        int pool = Math.max(POOL, query.k());
        return switch (query.mode()) {
            case KEYWORD -> byKeyword(searcher, query, query.k());
            case VECTOR -> ChunkVectors.nearest(vectors, query, query.k());
            case HYBRID ->
                Fusion.fused(
                        byKeyword(searcher, query, pool),
                        ChunkVectors.nearest(vectors, query, pool),
                        query.vectorWeight(),
                        query.k());
        };
    }

    private static List<Candidate> byKeyword(IndexSearcher searcher, SearchQuery query, int n) throws IOException {
        BooleanQuery scoped = new BooleanQuery.Builder()
                .add(words(query.text()), BooleanClause.Occur.MUST)
                .add(scope(query), BooleanClause.Occur.FILTER)
                .build();
        return candidates(searcher, Arrays.asList(searcher.search(scoped, n).scoreDocs));
    }

    /** Words count most by English rules, less in their neutral form. */
    private static Query words(String text) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        addWords(any, Analysis.ENGLISH, Fields.TEXT_ENGLISH, text, 1.0f);
        addWords(any, Analysis.NEUTRAL, Fields.TEXT, text, 0.4f);
        BooleanQuery query = any.build();
        return query.clauses().isEmpty() ? new MatchNoDocsQuery("no words in the query") : query;
    }

    private static void addWords(BooleanQuery.Builder any, Analyzer analyzer, String field, String text, float boost) {
        Query words = new QueryBuilder(analyzer).createBooleanQuery(field, text);
        if (words != null) {
            any.add(new BoostQuery(words, boost), BooleanClause.Occur.SHOULD);
        }
    }

    private static Query scope(SearchQuery query) {
        BooleanQuery.Builder scope = new BooleanQuery.Builder();
        scope.add(new TermQuery(new Term(Fields.ORG, query.org())), BooleanClause.Occur.FILTER);
        addAny(scope, Fields.DOCUMENT, query.documentIds());
        addAny(scope, Fields.TYPE, query.documentTypes());
        return scope.build();
    }

    private static void addAny(BooleanQuery.Builder scope, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            List<BytesRef> terms = values.stream().map(BytesRef::new).toList();
            scope.add(new TermInSetQuery(field, terms), BooleanClause.Occur.FILTER);
        }
    }

    private static List<Candidate> candidates(IndexSearcher searcher, List<ScoreDoc> ranked) throws IOException {
        List<Candidate> candidates = new ArrayList<>(ranked.size());
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        for (ScoreDoc hit : ranked) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
            candidates.add(Stored.candidate(leaf, hit.doc - leaf.docBase, hit.score));
        }
        return candidates;
    }

    /** Chunks in the index, all orgs together. */
    public int size() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return searcher.count(new FieldExistsQuery(Fields.REFERENCE));
        } finally {
            searchers.release(searcher);
        }
    }

    /** Gives up what is not durable and all files, however damaged. */
    public void abandon() {
        vectors.abandon();
        try (directory) {
            searchers.close();
            writer.rollback();
        } catch (IOException | RuntimeException e) {
            log.log(System.Logger.Level.DEBUG, "a damaged index did not close in order", e);
        }
    }

    @Override
    public void close() throws IOException {
        vectors.close();
        searchers.close();
        writer.close();
        directory.close();
    }
}
