package dev.serai.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's word on how well a document, or a passage of it, answers a query.
 *
 * @param span null when the whole document is judged
 * @param grade not relevant up to 0, else the gain
 */
record Judgement(
        Place place,
        String query,
        String document,
        @Nullable Span span,
        int grade) {
    /**
     * A passage.
     *
     * @param start UTF-16 units from the start of the text as the hub reads it
     * @param end exclusive
     * @param quote what stands there, white space aside; null when nobody said
     */
    record Span(int start, int end, @Nullable String quote) {
        boolean overlaps(int otherStart, int otherEnd) {
            return start < otherEnd && otherStart < end;
        }
    }
}
