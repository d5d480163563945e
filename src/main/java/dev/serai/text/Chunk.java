package dev.serai.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passage that is embedded and found as one.
 *
 * @param ordinal place in the document, from 0
 * @param text {@code extracted.text().substring(start, end)}
 * @param start UTF-16 units from the start of the text
 * @param end exclusive
 * @param page where the passage starts, from 1; null for formats without pages
 * @param headings the path it stands under, outermost first
 * @param tokens word-pieces of context, text and the two special tokens
 */
public record Chunk(
        int ordinal,
        String text,
        int start,
        int end,
        @Nullable Integer page,
        List<String> headings,
        int tokens) {}
