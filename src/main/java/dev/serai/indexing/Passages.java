package dev.serai.indexing;

import dev.serai.search.Candidate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.camel.Exchange;

/** Ranked chunks with the rows that Postgres has of them. */
final class Passages {
    /** The property that holds the ranked chunks, best first. */
    static final String CANDIDATES = "candidates";

    private Passages() {}

    /** By rank. A candidate whose row is gone, or not this org's, is left out. */
    static SequencedMap<Candidate, Map<?, ?>> of(Exchange exchange) {
        Map<String, Map<?, ?>> rows = new HashMap<>();
        for (Object row : exchange.getMessage().getBody(List.class)) {
            Map<?, ?> columns = (Map<?, ?>) row;
            rows.put(columns.get("documentId") + "/" + columns.get("ordinal"), columns);
        }
        SequencedMap<Candidate, Map<?, ?>> passages = new LinkedHashMap<>();
        for (Object candidate : exchange.getProperty(CANDIDATES, List.class)) {
            Candidate c = (Candidate) candidate;
            Map<?, ?> row = rows.get(c.documentId() + "/" + c.ordinal());
            if (row != null) {
                passages.put(c, row);
            }
        }
        return passages;
    }
}
