package dev.serai.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document's text, free of control characters and lone surrogates. Lines end with \n; a blank line stands between
 * blocks, a line end between rows of a table.
 *
 * @param pageCount null for formats without pages
 * @param title as the document itself says; null when it does not
 */
public record ExtractedText(
        String text,
        List<Block> blocks,
        @Nullable Integer pageCount,
        @Nullable String title) {
    public ExtractedText {
        blocks = List.copyOf(blocks);
    }

    public ExtractedText withTitle(String newTitle) {
        return new ExtractedText(text, blocks, pageCount, newTitle);
    }

    /** The document's own title, else the name of its file. */
    public String titleOr(String fileName) {
        return title == null || title.isBlank() ? fileName : title.strip();
    }
}
