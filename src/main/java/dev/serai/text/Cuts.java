package dev.serai.text;

import java.text.BreakIterator;
import java.util.Locale;

/** Finds good places to cut text near a limit. Looks at a window only, so a long text costs no more than its length. */
final class Cuts {
    /** Seen beyond the limit, so that its sentence and word show their ends. */
    private static final int AHEAD = 256;

    /** The rules for other languages are the same; those for Thai add the words that it writes without spaces. */
    private static final Locale WORDS = Locale.of("th");

    private Cuts() {}

    /** After the last white space that ends before or at the limit; {@code from} when there is none. */
    static int lastSpace(String text, int from, int limit) {
        int at = limit;
        while (at > from && !Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Not inside a pair of surrogates. */
    static int wholeCharacter(String text, int at) {
        boolean inside = at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
        return inside ? at - 1 : at;
    }

    /** The last end of a sentence up to the limit; {@code from} when there is none. */
    static int lastSentence(String text, int from, int limit, int end) {
        return last(BreakIterator.getSentenceInstance(Locale.ROOT), text, from, limit, end);
    }

    /** For text without spaces: the last end of a word up to the limit; {@code from} when there is none. */
    static int lastWord(String text, int from, int limit, int end) {
        return last(BreakIterator.getWordInstance(WORDS), text, from, limit, end);
    }

    /** What a reader takes for one character stays whole; {@code from} when it is longer than the limit. */
    static int lastCharacter(String text, int from, int limit, int end) {
        return last(BreakIterator.getCharacterInstance(Locale.ROOT), text, from, limit, end);
    }

    private static int last(BreakIterator breaks, String text, int from, int limit, int end) {
        int windowEnd = wholeCharacter(text, Math.min(end, limit + AHEAD));
        breaks.setText(text.substring(from, windowEnd));
        int found = from;
        for (int at = breaks.next(); at != BreakIterator.DONE && from + at <= limit; at = breaks.next()) {
            found = from + at;
        }
        return found;
    }
}
