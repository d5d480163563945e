package dev.serai.text;

import java.util.function.IntUnaryOperator;

/** Cuts a block that is too long for one chunk. */
final class BlockCutter {
    private static final int MAX_OVERLAP_PIECES = 32;
    private static final int MAX_OVERLAP_CHARACTERS = 512;

    private final Packing packing;
    private final Block block;
    private final Pieces pieces;
    private final String text;
    /** What is before has been put into chunks. */
    private int done;

    BlockCutter(Packing packing, Block block, Pieces pieces) {
        this.packing = packing;
        this.block = block;
        this.pieces = pieces;
        text = packing.text();
        done = block.start();
    }

    void cut() {
        int from = done;
        while (done < block.end() && !takesRest(from)) {
            int to = place(from);
            if (to > done) {
                from = take(from, to);
            } else if (!packing.isEmpty()) {
                packing.flush();
            } else if (from < done) {
                from = afterSpace(done);
            } else {
                from = take(from, insideWord(from));
            }
        }
    }

    private boolean takesRest(int from) {
        int end = block.end();
        // The cheap count first: exact counts of a long rest, again and again, would take quadratic time.
        if (!packing.fits(from, end, pieces.count(from, end)) || !packing.fits(from, end, size(from, end))) {
            return false;
        }
        packing.take(block, from, end, size(from, end));
        return true;
    }

    /** Returns where the next part begins. */
    private int take(int from, int to) {
        int end = beforeSpace(from, to);
        packing.take(block, from, end, size(from, end));
        packing.flush();
        done = to;
        return afterSpace(overlap(from, end));
    }

    /** The end of a sentence or at least of a word that the chunk has room for; {@code from} when there is none. */
    private int place(int from) {
        return shrink(from, limit -> {
            int sentence = Cuts.lastSentence(text, from, limit, block.end());
            boolean early = sentence - from < (limit - from) / 3;
            return early || sentence <= done ? Cuts.lastSpace(text, from, limit) : sentence;
        });
    }

    private int insideWord(int from) {
        int word = shrink(from, limit -> Cuts.lastWord(text, from, limit, block.end()));
        if (word > from) {
            return word;
        }
        int character = shrink(from, limit -> Cuts.lastCharacter(text, from, limit, block.end()));
        return character > from ? character : text.offsetByCodePoints(from, 1);
    }

    /** A cut within what the tokeniser took for one word changes the count, so the limit moves until it holds. */
    private int shrink(int from, IntUnaryOperator placing) {
        int limit = Math.min(pieces.reach(from, packing.room()), Math.min(packing.farthest(from), block.end()));
        int to = from;
        while (limit > from) {
            to = placing.applyAsInt(limit);
            if (size(from, to) <= packing.room()) {
                return to;
            }
            limit = Math.min(to - 1, from + (limit - from) * 9 / 10);
        }
        return from;
    }

    private int size(int from, int to) {
        boolean whole = isBetweenWords(from) && isBetweenWords(to);
        return whole ? pieces.count(from, to) : packing.tokens().count(text.substring(from, to));
    }

    private boolean isBetweenWords(int at) {
        return at <= block.start()
                || at >= block.end()
                || Character.isWhitespace(text.charAt(at - 1))
                || Character.isWhitespace(text.charAt(at));
    }

    /** The start of the last sentence, or of a word near it when that is long; the end when words have no ends. */
    private int overlap(int from, int end) {
        int first = Math.max(from + 1, Math.max(pieces.back(end, MAX_OVERLAP_PIECES), end - MAX_OVERLAP_CHARACTERS));
        int sentence = Cuts.lastSentence(text, from, end - 1, end);
        if (sentence >= first) {
            return sentence;
        }
        for (int at = first; at < end; at++) {
            if (Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return done;
    }

    private int afterSpace(int from) {
        int at = from;
        while (at < block.end() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int beforeSpace(int from, int to) {
        int at = to;
        while (at > from && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
