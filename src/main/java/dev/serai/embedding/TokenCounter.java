package dev.serai.embedding;

import java.util.List;

/** Counts and places the word-pieces of an embedding model, without the special tokens that frame an input. */
public interface TokenCounter {
    int count(String text);

    /** One span per word-piece, in order. */
    List<Span> spans(String text);

    /** UTF-16 units; the end is exclusive. */
    record Span(int start, int end) {}
}
