package dev.serai.text;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a document's structure. Blocks follow each other without overlap and cover all of the text but the line
 * ends between them.
 *
 * @param level of a heading, 1 to 6; else 0
 * @param start UTF-16 units from the start of the text
 * @param end exclusive
 * @param page from 1; null for formats without pages
 */
public record Block(
        Kind kind, int level, int start, int end, @Nullable Integer page) {
    /** What the block is in its document. */
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST_ITEM,
        TABLE_ROW
    }
}
