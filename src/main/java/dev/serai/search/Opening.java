package dev.serai.search;

import java.util.List;

/**
 * The words a document opens with. A contract says there what it is and between whom, and people name a document by
 * that; the passage that answers them mostly has none of it.
 */
final class Opening {
    /** English words without the most common ones: some seventy in all, which is the paragraph with the parties. */
    private static final int WORDS = 50;

    private Opening() {}

    /** @param chunks in the order of the text */
    static String of(List<ChunkEntry> chunks) {
        StringBuilder opening = new StringBuilder();
        int left = WORDS;
        for (ChunkEntry chunk : chunks) {
            List<Analysis.Word> words = Analysis.words(Analysis.ENGLISH, chunk.text());
            if (words.size() >= left) {
                return opening.append(chunk.text(), 0, words.get(left - 1).end())
                        .toString();
            }
            opening.append(chunk.text()).append('\n');
            left -= words.size();
        }
        return opening.toString();
    }
}
