package dev.serai.text;

import dev.serai.text.Block.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a document's text block by block and notes where each lies. */
final class TextBuilder {
    /** Keeps a file of nothing but one-letter paragraphs from filling the hub's memory. */
    private static final int MAX_BLOCKS = 500_000;

    private final StringBuilder text = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();
    private final int maxCharacters;

    TextBuilder(int maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    /** The text or the number of its blocks passes the limit. Unchecked: it crosses parsers that know nothing of it. */
    static final class LimitReached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LimitReached(String message) {
            super(message, null, false, false);
        }
    }

    /** Blank content adds nothing. */
    void add(Kind kind, int level, String content, @Nullable Integer page) {
        String clean = CleanText.of(content).strip();
        if (clean.isEmpty()) {
            return;
        }
        requireRoom(clean.length() + 2);
        text.append(separator(kind));
        int start = text.length();
        text.append(clean);
        blocks.add(new Block(kind, level, start, text.length(), page));
    }

    void requireRoom(int more) {
        if ((long) text.length() + more > maxCharacters || blocks.size() >= MAX_BLOCKS) {
            throw new LimitReached(
                    "The text is longer than %,d characters or %,d paragraphs".formatted(maxCharacters, MAX_BLOCKS));
        }
    }

    private String separator(Kind next) {
        if (blocks.isEmpty()) {
            return "";
        }
        return next == Kind.TABLE_ROW && blocks.getLast().kind() == Kind.TABLE_ROW ? "\n" : "\n\n";
    }

    ExtractedText build(@Nullable Integer pageCount, @Nullable String title) {
        return new ExtractedText(text.toString(), blocks, pageCount, title);
    }
}
