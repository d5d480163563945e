package dev.serai.search;

import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/** How a chunk lies in the index. */
final class Fields {
    /** Changes with what a chunk's fields hold, so that an index of before is built anew. */
    static final String FORM = "3";

    static final String ORG = "org";
    static final String DOCUMENT = "document";
    static final String TYPE = "type";
    static final String TEXT_ENGLISH = "text_en";
    static final String TEXT = "text";
    static final String REFERENCE = "ref";
    static final String VERSION = "version";
    static final String ORDINAL = "ordinal";
    static final String MARKER = "marker";
    static final String POSITION = "position";

    private Fields() {}

    /**
     * A chunk is found by its own words and by those that name its document. They share a field: a word's score levels
     * off as it repeats, so the passage that says the names once more gains little over the one that answers.
     *
     * @param opening the words that the document opens with
     */
    static Document chunk(String org, DocumentUpdate.Upsert document, String opening, ChunkEntry chunk) {
        Document fields = new Document();
        fields.add(new StringField(ORG, org, Field.Store.NO));
        fields.add(new StringField(DOCUMENT, document.documentId(), Field.Store.NO));
        fields.add(new StringField(TYPE, document.documentType(), Field.Store.NO));
        fields.add(new TextField(TEXT_ENGLISH, chunk.text(), Field.Store.NO));
        fields.add(new TextField(TEXT, chunk.text(), Field.Store.NO));
        for (String names : List.of(chunk.context().replace('_', ' '), opening)) { // file names join words by _
            fields.add(new TextField(TEXT_ENGLISH, names, Field.Store.NO));
            fields.add(new TextField(TEXT, names, Field.Store.NO));
        }
        fields.add(new BinaryDocValuesField(REFERENCE, new BytesRef(document.documentId())));
        fields.add(new NumericDocValuesField(VERSION, document.version()));
        fields.add(new NumericDocValuesField(ORDINAL, chunk.ordinal()));
        return fields;
    }

    /** Remembers, in the same commit as the chunks, how far an org's changes have been applied. */
    static Document marker(String org, long position) {
        Document fields = new Document();
        fields.add(new StringField(MARKER, org, Field.Store.YES));
        fields.add(new org.apache.lucene.document.StoredField(POSITION, position));
        return fields;
    }
}
