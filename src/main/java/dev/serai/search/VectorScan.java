package dev.serai.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;

/** Exact nearest neighbours among the chunks that a filter leaves: most tenants are small, and exact needs no graph. */
final class VectorScan {
    private VectorScan() {}

    /** The {@code n} chunks with the highest dot product, best first. */
    static List<ScoreDoc> nearest(IndexSearcher searcher, Query filter, float[] query, int n) throws IOException {
        PriorityQueue<ScoreDoc> best = new PriorityQueue<>(Comparator.comparingDouble(d -> d.score));
        Weight weight = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            scan(leaf, weight, query, n, best);
        }
        List<ScoreDoc> sorted = new ArrayList<>(best);
        sorted.sort(
                Comparator.comparingDouble((ScoreDoc d) -> d.score).reversed().thenComparingInt(d -> d.doc));
        return sorted;
    }

    private static void scan(LeafReaderContext leaf, Weight weight, float[] query, int n, PriorityQueue<ScoreDoc> best)
            throws IOException {
        Scorer scorer = weight.scorer(leaf);
        BinaryDocValues vectors = leaf.reader().getBinaryDocValues(Fields.VECTOR);
        if (scorer == null || vectors == null) {
            return;
        }
        float[] row = new float[query.length];
        DocIdSetIterator docs = scorer.iterator();
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (live(leaf, doc) && vectors.advanceExact(doc)) {
                offer(best, n, leaf.docBase + doc, VectorUtil.dotProduct(query, floats(vectors.binaryValue(), row)));
            }
        }
    }

    private static boolean live(LeafReaderContext leaf, int doc) {
        return leaf.reader().getLiveDocs() == null
                || leaf.reader().getLiveDocs().get(doc);
    }

    private static float[] floats(BytesRef bytes, float[] row) {
        ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(row);
        return row;
    }

    private static void offer(PriorityQueue<ScoreDoc> best, int n, int doc, float score) {
        if (best.size() < n) {
            best.add(new ScoreDoc(doc, score));
        } else if (score > best.element().score) {
            best.remove();
            best.add(new ScoreDoc(doc, score));
        }
    }
}
