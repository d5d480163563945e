package dev.serai.text;

import dev.serai.embedding.TokenCounter;
import java.util.List;

/**
 * Cuts text into passages that an embedding model reads whole. Neighbouring blocks under the same headings share a
 * chunk, a heading stays with what follows it, and a block that is too long is cut at the end of a sentence, else
 * between words, with about a sentence of overlap.
 */
public final class Chunker {
    /** In word-pieces, with the two special tokens and the context; the embedding model reads no more. */
    static final int MAX_TOKENS = 256;

    /** The same text and counter give the same chunks. Takes time in proportion to the length of the text. */
    public List<Chunk> split(ExtractedText text, TokenCounter tokens) {
        Packing packing = new Packing(text, tokens);
        text.blocks().forEach(packing::add);
        return packing.finish();
    }

    /**
     * What stands before a chunk's text when it is embedded: "Title › Heading › Heading\n", cut to about 48
     * word-pieces. Empty without title and headings.
     *
     * @param title the one that the text had when it was split
     */
    public static String context(String title, Chunk chunk) {
        return ChunkContext.of(title, chunk.headings());
    }
}
