package dev.serai.text;

import dev.serai.embedding.TokenCounter;
import dev.serai.embedding.TokenCounter.Span;
import java.util.Arrays;
import java.util.List;

/** Where a block's word-pieces start, in offsets of the whole text. */
final class Pieces {
    /** Keeps what a tokeniser is given at once small, whatever the block. */
    private static final int SLICE = 16 * 1024;

    private final int[] starts;
    private final int blockEnd;

    private Pieces(int[] starts, int blockEnd) {
        this.starts = starts;
        this.blockEnd = blockEnd;
    }

    static Pieces of(String text, int start, int end, TokenCounter tokens) {
        int[] starts = new int[16];
        int count = 0;
        for (int at = start; at < end; ) {
            int sliceEnd = sliceEnd(text, at, end);
            List<Span> spans = tokens.spans(text.substring(at, sliceEnd));
            starts = Arrays.copyOf(starts, Math.max(starts.length, Integer.highestOneBit(count + spans.size()) * 2));
            for (Span span : spans) {
                starts[count++] = at + span.start();
            }
            at = sliceEnd;
        }
        return new Pieces(Arrays.copyOf(starts, count), end);
    }

    private static int sliceEnd(String text, int from, int end) {
        if (end - from <= SLICE) {
            return end;
        }
        int limit = from + SLICE;
        int space = Cuts.lastSpace(text, from, limit);
        return space > from ? space : Cuts.wholeCharacter(text, limit);
    }

    /** Word-pieces that start in the range. */
    int count(int from, int to) {
        return index(to) - index(from);
    }

    /** The farthest end with at most that many word-pieces from here. */
    int reach(int from, int pieces) {
        int next = index(from) + pieces;
        return next < starts.length ? starts[next] : blockEnd;
    }

    /** The nearest start with at most that many word-pieces from there to the end. */
    int back(int to, int pieces) {
        int first = index(to) - pieces;
        return starts.length == 0 ? to : starts[Math.max(0, first)];
    }

    private int index(int offset) {
        // Several pieces of a normalised character may start at one offset: the first of them counts.
        int found = Arrays.binarySearch(starts, offset);
        while (found > 0 && starts[found - 1] == offset) {
            found--;
        }
        return found < 0 ? -found - 1 : found;
    }
}
