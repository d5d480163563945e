package dev.serai.embedding;

import java.nio.file.Path;
import java.util.List;

/**
 * Counts what the embedding model counts: word-pieces, without the two special ones that the model adds. Nothing is cut
 * off, however long the text; safe for use by many threads.
 */
public interface TokenCounter {
    /**
     * The counter of the local model; its vocabulary is loaded on first use.
     *
     * @param libraries folder for unpacked native code
     */
    static TokenCounter local(Path libraries) {
        return new Tokens(libraries);
    }

    /**
     * Where each word-piece stands, in order. Starts never go back, but pieces may share characters: one character with
     * accents or one Hangul syllable can fall into several.
     */
    List<Span> spans(String text);

    /** As many as {@link #spans} would list. */
    int count(String text);

    /**
     * A stretch of the text.
     *
     * @param start first UTF-16 unit
     * @param end one behind the last UTF-16 unit
     */
    record Span(int start, int end) {}
}
