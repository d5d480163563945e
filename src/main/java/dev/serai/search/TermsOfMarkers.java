package dev.serai.search;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/** Walks the live position markers of an index. */
final class TermsOfMarkers {
    private TermsOfMarkers() {}

    interface Visitor {
        void visit(int doc) throws IOException;
    }

    static void each(IndexSearcher searcher, Visitor visitor) throws IOException {
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms terms = leaf.reader().terms(Fields.MARKER);
            if (terms != null) {
                TermsEnum orgs = terms.iterator();
                while (orgs.next() != null) {
                    visitLive(leaf, orgs.postings(null, PostingsEnum.NONE), visitor);
                }
            }
        }
    }

    /** Adds the terms of a field behind {@code after}, at most {@code limit} of them. */
    static void next(LeafReaderContext leaf, String field, String after, int limit, Set<String> into)
            throws IOException {
        Terms terms = leaf.reader().terms(field);
        if (terms == null) {
            return;
        }
        TermsEnum each = terms.iterator();
        boolean there = each.seekCeil(new BytesRef(after)) != TermsEnum.SeekStatus.END;
        for (int n = 0; there && n < limit; there = each.next() != null) {
            String term = each.term().utf8ToString();
            if (!term.equals(after)) {
                into.add(term);
                n++;
            }
        }
    }

    private static void visitLive(LeafReaderContext leaf, PostingsEnum docs, Visitor visitor) throws IOException {
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (leaf.reader().getLiveDocs() == null
                    || leaf.reader().getLiveDocs().get(doc)) {
                visitor.visit(leaf.docBase + doc);
            }
        }
    }
}
