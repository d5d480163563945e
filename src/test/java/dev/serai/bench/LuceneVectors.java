package dev.serai.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** Lucene's graph over all rows, merged to one segment; a tenant is a filter by a term. */
final class LuceneVectors implements AutoCloseable {
    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    final double seconds;

    LuceneVectors(Path folder, VectorSet set) throws IOException {
        this.directory = FSDirectory.open(folder);
        long start = System.nanoTime();
        IndexWriterConfig config = new IndexWriterConfig();
        config.setRAMBufferSizeMB(512);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < set.size(); i++) {
                Document row = new Document();
                for (int every : VectorBench.TENANTS) {
                    if (VectorSet.document(i) % every == 0) {
                        row.add(new StringField("tenant", Integer.toString(every), Field.Store.NO));
                    }
                }
                row.add(new KnnFloatVectorField("vector", set.row(i), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(row);
            }
            writer.forceMerge(1);
        }
        this.seconds = (System.nanoTime() - start) / 1e9;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /** @param candidates rows that the search of the graph keeps */
    VectorEngine at(int candidates) {
        return new VectorEngine() {
            @Override
            public String name() {
                return "Lucene HNSW, " + candidates + " candidates";
            }

            @Override
            public List<Integer> search(float[] query, int every) throws IOException {
                return nearest(query, candidates, every);
            }
        };
    }

    /** Row numbers are document numbers: rows were added in order by one thread. */
    private List<Integer> nearest(float[] query, int candidates, int every) throws IOException {
        KnnFloatVectorQuery nearest = every == 1
                ? new KnnFloatVectorQuery("vector", query, candidates)
                : new KnnFloatVectorQuery(
                        "vector", query, candidates, new TermQuery(new Term("tenant", Integer.toString(every))));
        return Arrays.stream(searcher.search(nearest, VectorBench.K).scoreDocs)
                .map(hit -> hit.doc)
                .toList();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}
