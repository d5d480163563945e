package dev.serai.text;

import dev.serai.embedding.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** Words between white space, in pieces of at most four characters. */
final class LetterTokens implements TokenCounter {
    static final int PIECE = 4;

    @Override
    public int count(String text) {
        return spans(text).size();
    }

    @Override
    public List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean letter = i < text.length() && !Character.isWhitespace(text.charAt(i));
            if (start >= 0 && (!letter || i - start == PIECE)) {
                spans.add(new Span(start, i));
                start = -1;
            }
            if (letter && start < 0) {
                start = i;
            }
        }
        return spans;
    }
}
