package dev.serai.embedding;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A stretch of a long text that is tokenised by itself, so that a text of many megabytes takes little memory and only as
 * much of it is read as is needed. Cuts stand behind blanks, where the tokenizer cuts anyway; only in a word of more
 * than {@link #LENGTH} characters a piece may come out differently.
 *
 * @param start where it begins in the whole text, in UTF-16 units
 */
record Segment(int start, String text) {
    static final int LENGTH = 8192;

    static Iterable<Segment> of(String text) {
        return () -> new Walk(text);
    }

    private static final class Walk implements Iterator<Segment> {
        private final String text;
        private int position;

        Walk(String text) {
            this.text = text;
        }

        @Override
        public boolean hasNext() {
            return position < text.length();
        }

        @Override
        public Segment next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int start = position;
            position = end(start);
            return new Segment(start, withoutLoneSurrogates(text.substring(start, position)));
        }

        private int end(int start) {
            if (text.length() - start <= LENGTH) {
                return text.length();
            }
            int end = start + LENGTH;
            while (end > start && !isBlank(text.charAt(end - 1))) {
                end--;
            }
            return end > start ? end : amidWord(start + LENGTH);
        }

        private int amidWord(int end) {
            return Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)) ? end - 1 : end;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Half a pair has no UTF-8 form and would shift every offset behind it; the replacement is as long in UTF-16. */
    private static String withoutLoneSurrogates(String text) {
        char[] repaired = null;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? text.toCharArray() : repaired;
            repaired[i] = '\uFFFD';
        }
        return repaired == null ? text : new String(repaired);
    }
}
