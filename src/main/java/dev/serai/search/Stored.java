package dev.serai.search;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;

/** Reads a chunk's reference back. */
final class Stored {
    private Stored() {}

    static Candidate candidate(LeafReaderContext leaf, int doc, double score) throws IOException {
        BinaryDocValues references = leaf.reader().getBinaryDocValues(Fields.REFERENCE);
        references.advanceExact(doc);
        return new Candidate(
                references.binaryValue().utf8ToString(),
                (int) number(leaf, Fields.VERSION, doc),
                (int) number(leaf, Fields.ORDINAL, doc),
                score);
    }

    private static long number(LeafReaderContext leaf, String field, int doc) throws IOException {
        NumericDocValues values = leaf.reader().getNumericDocValues(field);
        values.advanceExact(doc);
        return values.longValue();
    }
}
