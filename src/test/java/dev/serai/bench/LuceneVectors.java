package dev.serai.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.FSDirectory;

/** Lucene's graph over the same rows, merged to one segment; a tenant is the rows below a number. */
final class LuceneVectors implements AutoCloseable {
    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final int count;

    LuceneVectors(Path folder, float[][] rows) throws IOException {
        this.directory = FSDirectory.open(folder);
        this.count = rows.length;
        long start = System.nanoTime();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (int i = 0; i < rows.length; i++) {
                Document row = new Document();
                row.add(new IntPoint("row", i));
                row.add(new KnnFloatVectorField("vector", rows[i], VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(row);
            }
            writer.forceMerge(1);
        }
        System.out.printf("| %d | Lucene filled | | %d ms | |%n", count, (System.nanoTime() - start) / 1_000_000);
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /** Row numbers are document numbers: rows were added in order by one thread. */
    List<Integer> search(float[] query, int k, int candidates, int size) throws IOException {
        KnnFloatVectorQuery nearest = size == count
                ? new KnnFloatVectorQuery("vector", query, candidates)
                : new KnnFloatVectorQuery("vector", query, candidates, IntPoint.newRangeQuery("row", 0, size - 1));
        return Arrays.stream(searcher.search(nearest, k).scoreDocs)
                .map(hit -> hit.doc)
                .toList();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}
