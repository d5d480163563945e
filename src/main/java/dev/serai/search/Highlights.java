package dev.serai.search;

import java.util.List;
import java.util.Set;

/** Which words of a passage a query matched. */
public final class Highlights {
    private Highlights() {}

    /** Offsets from the passage's start, UTF-16 units, end exclusive. */
    public record Span(int start, int end) {}

    /** Words whose stem occurs in the query, in order; empty when the passage was found by meaning alone. */
    public static List<Span> of(String query, String passage) {
        Set<String> wanted = Analysis.terms(Analysis.ENGLISH, query);
        return Analysis.words(Analysis.ENGLISH, passage).stream()
                .filter(w -> wanted.contains(w.term()))
                .map(w -> new Span(w.start(), w.end()))
                .toList();
    }
}
